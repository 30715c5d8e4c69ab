/** Tasks that Dromon itself calls something for, without a pod: what is called, when, and what the answer says. */
package dev.dromon.call;
