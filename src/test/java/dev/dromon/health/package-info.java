/** What kstatus (Flux) and Argo CD make of Dromon's objects: both as they are, on objects from the real mappers and with the scripts that are shipped. */
package dev.dromon.health;
