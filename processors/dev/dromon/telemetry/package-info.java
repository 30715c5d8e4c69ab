/** What can be seen of the process from outside: metrics and health. */
package dev.dromon.telemetry;
