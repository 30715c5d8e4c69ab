/** Where events go. */
package dev.dromon.sink;
