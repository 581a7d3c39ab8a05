package dev.causality.faults.plan;

/** A text is no plan. The message says where in it, and why. */
public final class PlanFormatException extends Exception {
    private static final long serialVersionUID = 1;

    PlanFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
