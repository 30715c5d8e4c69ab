/** Reads objects from the caches and turns them into the observations that the core decides from. Reads only, never the API server. */
package dev.dromon.gather;
