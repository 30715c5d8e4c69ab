/** Dromon: deployment gate and flow engine for Kubernetes. */
package dev.dromon;
