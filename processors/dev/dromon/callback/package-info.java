/** Tasks that wait for an answer: the token, the request that goes out, the answer that comes in. */
package dev.dromon.callback;
