package dev.dromon.api;

/** What is known of an app. */
public class KeptnAppStatus extends SummaryStatus {
}
