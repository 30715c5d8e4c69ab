package dev.dromon.api;

/** What is known of a workload. */
public class KeptnWorkloadStatus extends SummaryStatus {
}
