/**
 * A small Kubernetes API server: fabric8's CRUD mock, corrected where it differs from a real one in a way that a controller notices. Optimistic locking also
 * of /status, JSON patches that test, merge patches by RFC 7386, watches that start at a resourceVersion, 404 for unknown kinds and namespaces, and the
 * admission of pods. Schemas, defaults, strategic merge and server-side apply are not there.
 */
package dev.dromon.sandbox.server;
