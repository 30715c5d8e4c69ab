/** The Camel component {@code kube:} and everything that talks to the Kubernetes API: caches, queues, writers, mapping. */
package dev.dromon.kube;
