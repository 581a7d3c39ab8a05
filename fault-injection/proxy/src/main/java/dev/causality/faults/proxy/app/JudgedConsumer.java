package dev.causality.faults.proxy.app;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The consumer whose deliveries a history is to be judged by.
 *
 * @param ackWait after what time without an answer the stream delivers again
 */
record JudgedConsumer(String stream, String consumer, Duration ackWait) {
    private static final Pattern FORM = Pattern.compile("([^/\\s.*>]+)/([^/\\s.*>]+)");

    JudgedConsumer {
        if (ackWait.toMillis() < 1) {
            throw new IllegalArgumentException("an ack wait has to be longer than " + ackWait.toMillis() + " ms");
        }
    }

    /**
     * From names as in {@code STREAM/CONSUMER}.
     *
     * @throws IllegalArgumentException when they are not written so
     */
    static JudgedConsumer of(String names, Duration ackWait) {
        Matcher matcher = FORM.matcher(names);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a consumer is named as STREAM/CONSUMER, not as " + names);
        }
        return new JudgedConsumer(matcher.group(1), matcher.group(2), ackWait);
    }
}
