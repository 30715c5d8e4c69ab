/** A Kubernetes cluster in this process, for tests and for trying things out without one: {@link dev.dromon.sandbox.Sandbox}; and a demonstration on it. */
package dev.dromon.sandbox;
