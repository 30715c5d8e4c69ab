/** The container image, built and run without an engine. */
package dev.dromon.image;
