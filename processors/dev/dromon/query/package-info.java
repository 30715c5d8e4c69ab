/** Reading events instead of being called: pages and streams of what all versions tell. */
package dev.dromon.query;
