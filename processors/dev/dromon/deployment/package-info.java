/** When a workload counts as deployed, and when all workloads of an app do. Pure. */
package dev.dromon.deployment;
