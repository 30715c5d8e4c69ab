/** What a task's Job says about the task. Pure. */
package dev.dromon.task;
