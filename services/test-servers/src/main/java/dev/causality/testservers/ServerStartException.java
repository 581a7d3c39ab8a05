package dev.causality.testservers;

/** A child process did not become ready. The message says why, ends in the tail of its log, and names the remedy. */
public final class ServerStartException extends RuntimeException {
    ServerStartException(String message) {
        super(message);
    }
}
