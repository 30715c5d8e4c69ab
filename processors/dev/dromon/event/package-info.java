/** What is told to the world: a pure function of the transitions in a status. */
package dev.dromon.event;
