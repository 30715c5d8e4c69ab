/** Metric values against targets, attempts and verdicts. Pure. */
package dev.dromon.evaluation;
