package dev.causality.ports;

/** What a service needs at its start cannot be had. The message names the thing and the remedy. */
public final class PortException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PortException(String message) {
        super(message);
    }

    public PortException(String message, Throwable cause) {
        super(message, cause);
    }
}
