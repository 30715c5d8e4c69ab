/** Deliveries from outside the cluster: who they are from, what they say, and what they start. */
package dev.dromon.hook;
