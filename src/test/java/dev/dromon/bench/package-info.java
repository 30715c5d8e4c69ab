/** {@code make bench}: how fast a runtime is on a real control plane, measured from outside. */
package dev.dromon.bench;
