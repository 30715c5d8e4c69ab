/**
 * The fault harness: a proxy between runtimes and the real API server that counts their writes and does what networks, API servers and crashes do. Results and how to run
 * one case alone: docs/faults.md.
 */
package dev.dromon.fault;
