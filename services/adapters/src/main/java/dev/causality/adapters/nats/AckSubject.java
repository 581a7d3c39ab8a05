package dev.causality.adapters.nats;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a delivered message's reply subject says, read by hand, for it is done for every message. Two forms exist:
 *
 * <pre>
 * $JS.ACK.stream.consumer.deliveries.sequence.consumerSequence.nanos.pending
 * $JS.ACK.domain.account.stream.consumer.deliveries.sequence.consumerSequence.nanos.pending[.token]
 * </pre>
 *
 * One instance reads one subject after the other. Not safe for use by several tasks.
 */
final class AckSubject {

    private static final String PREFIX = "$JS.ACK.";
    private static final int SHORT_FORM_DOTS = 8;
    private static final int LONG_FORM_MIN_DOTS = 10;
    private static final int MAX_DOTS = 16;
    private static final int TOKENS_BEFORE_NUMBERS = 4;
    private static final int DOMAIN_AND_ACCOUNT = 2;
    private static final int NUMBERS = 5;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int[] dots = new int[MAX_DOTS];
    private long deliveries;
    private long sequence;
    private long consumerSequence;
    private long nanos;
    private long pending;

    /** Reads a reply subject; false when it is not one of a delivered message. */
    boolean read(@Nullable String subject) {
        if (subject == null || !subject.startsWith(PREFIX)) {
            return false;
        }
        int count = findDots(subject);
        if (count != SHORT_FORM_DOTS && count < LONG_FORM_MIN_DOTS) {
            return false;
        }
        int first = TOKENS_BEFORE_NUMBERS + (count == SHORT_FORM_DOTS ? 0 : DOMAIN_AND_ACCOUNT);
        deliveries = number(subject, first, count);
        sequence = number(subject, first + 1, count);
        consumerSequence = number(subject, first + 2, count);
        nanos = number(subject, first + 3, count);
        pending = number(subject, first + NUMBERS - 1, count);
        return deliveries > 0 && sequence > 0 && consumerSequence > 0 && nanos >= 0 && pending >= 0;
    }

    private int findDots(String subject) {
        int count = 0;
        int length = subject.length();
        for (int i = 0; i < length && count < MAX_DOTS; i++) {
            if (subject.charAt(i) == '.') {
                dots[count++] = i;
            }
        }
        return count;
    }

    /** The number in the token with this index, counted from 0; negative when it is none. */
    private long number(String subject, int token, int count) {
        int end = token < count ? dots[token] : subject.length();
        long number = 0;
        for (int i = dots[token - 1] + 1; i < end; i++) {
            int digit = subject.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** 1 for the first delivery. */
    long deliveries() {
        return deliveries;
    }

    /** The message's sequence in the stream. */
    long sequence() {
        return sequence;
    }

    /** Which delivery of the consumer's this is; grows with each one, to whomever. */
    long consumerSequence() {
        return consumerSequence;
    }

    /** When the stream stored the message. */
    Instant time() {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    /** How many messages the consumer had not delivered yet. */
    long pending() {
        return pending;
    }
}
