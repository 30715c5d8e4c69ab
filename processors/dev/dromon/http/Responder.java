package dev.dromon.http;

/** Answers requests of one kind. */
@FunctionalInterface
public interface Responder {

    /** The answer to a request. What is thrown is told to the client as a 500 without a reason, and logged. */
    Reply reply(Request request) throws Exception;
}
