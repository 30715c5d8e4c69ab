/**
 * The parts of the demonstration. All that it shows it has read from the API as a user could: core/v1 Events and pods; nothing is taken from inside of Dromon or
 * of the sandbox.
 */
package dev.dromon.sandbox.demo;
