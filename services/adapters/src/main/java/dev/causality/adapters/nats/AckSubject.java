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

    /** Where each token ends. */
    private final int[] dots = new int[MAX_DOTS + 1];

    private long deliveries;
    private long sequence;
    private long consumerSequence;
    private long nanos;
    private long pending;
    private String address = "";
    private int headerLength;

    /** Reads a reply subject, with or without the mark of {@link PackedHeaders}; false when it is not one of a delivered message. */
    boolean read(@Nullable String subject) {
        if (subject == null || !subject.startsWith(PREFIX)) {
            return false;
        }
        int mark = PackedHeaders.mark(subject);
        int end = mark < 0 ? subject.length() : mark;
        int count = findDots(subject);
        if (count != SHORT_FORM_DOTS && count < LONG_FORM_MIN_DOTS) {
            return false;
        }
        int first = TOKENS_BEFORE_NUMBERS + (count == SHORT_FORM_DOTS ? 0 : DOMAIN_AND_ACCOUNT);
        dots[count] = end;
        deliveries = number(subject, first);
        sequence = number(subject, first + 1);
        consumerSequence = number(subject, first + 2);
        nanos = number(subject, first + 3);
        pending = number(subject, first + NUMBERS - 1);
        address = mark < 0 ? subject : subject.substring(0, mark);
        headerLength = mark < 0 ? 0 : (int) number(subject, mark + 1, subject.length());
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
    private long number(String subject, int token) {
        return number(subject, dots[token - 1] + 1, dots[token]);
    }

    private static long number(String subject, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
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

    /** The subject itself, without a mark: where answers go. */
    String address() {
        return address;
    }

    /** How many bytes of the payload are headers. */
    int headerLength() {
        return headerLength;
    }

    /** How many messages the consumer had not delivered yet. */
    long pending() {
        return pending;
    }
}
