/**
 * The parts of the demonstration. All that it shows it has read as a user could: core/v1 Events, pods and versions from the API, CloudEvents from the consumers; nothing is
 * taken from inside of Dromon or of the sandbox.
 */
package dev.dromon.sandbox.demo;
