package dev.causality.kernel.process;

/** How a process ends, for whatever supervises it. */
public enum ExitCode {
    /** It did what it was asked, and finished what it had begun. */
    CLEAN(0),
    /** The command line or the settings are wrong; starting it again unchanged is of no use. */
    BAD_SETTINGS(2),
    /** The service could not start. */
    START_FAILED(3),
    /** The service broke while it ran. */
    SERVICE_FAILED(4),
    /** The service was stopped, but did not finish in time; nothing of what it left undone is lost. */
    STOP_INCOMPLETE(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the system sees. */
    public int code() {
        return code;
    }
}
