package dev.causality.checkers.history;

/** A file that is not a history of the known format; the message names the file, the line and what is wrong there. */
public final class HistoryFormatException extends RuntimeException {
    HistoryFormatException(String where, long line, String problem) {
        super(where + ":" + line + ": " + problem);
    }
}
