/** Starts Dromon: settings, wiring, life cycle. */
package dev.dromon.app;
