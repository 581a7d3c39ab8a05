package dev.causality.retention;

/**
 * What is to be done.
 *
 * @param purgeBelow remove every message below this sequence; the stream's first sequence = remove nothing
 * @param crowded whether the stream stays fuller than its high watermark, because what is in it may not go
 * @param overdue how many messages are older than the maximum age and not finished with
 */
record Plan(long purgeBelow, boolean crowded, long overdue) {}
