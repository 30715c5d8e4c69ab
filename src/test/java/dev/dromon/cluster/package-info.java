/** Whole flows on a real API server, controller manager and scheduler ({@code hack/cluster}): what the world looks like afterwards. */
package dev.dromon.cluster;
