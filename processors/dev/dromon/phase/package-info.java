/** Order of the phases of a run, folding of check states, and what follows from an observation. Pure. */
package dev.dromon.phase;
