/** What a task's Job, or the answer to its request, says about the task. Pure. */
package dev.dromon.task;
