/** Values against weighted objectives: query templates, scores, and how far an Analysis is. Pure. */
package dev.dromon.analysis;
