/** The words of the flow as immutable values: no Kubernetes, no Camel, no clock. */
package dev.dromon.model;
