/** When a pod is let go. Pure. */
package dev.dromon.gate;
