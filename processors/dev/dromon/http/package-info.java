/** HTTP: the server, what comes in as a request, what goes out as a reply; and which addresses may be called. */
package dev.dromon.http;
