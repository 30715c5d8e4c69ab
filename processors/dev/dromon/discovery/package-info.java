/** From pods to workloads to applications: keys, versions, membership. Pure. */
package dev.dromon.discovery;
