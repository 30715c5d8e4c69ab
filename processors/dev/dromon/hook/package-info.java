/** Deliveries from outside the cluster: who they are from, what they say, and what they start or answer. */
package dev.dromon.hook;
