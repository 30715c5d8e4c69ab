/** The HTTP server: what comes in as a request, what goes out as a reply. */
package dev.dromon.http;
