/** Turns decisions into calls to the API server; each may be done twice without harm. */
package dev.dromon.act;
