/** Metrics: providers as they are served, fetches on their way, and what becomes of them in the status of a KeptnMetric. */
package dev.dromon.metric;
