/** What a metrics provider is asked, and what its answers say. Pure: no Camel, no Kubernetes, no connection, no clock. */
package dev.dromon.provider;
