package dev.causality.faults.proxy.protocol.nats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the subject that a delivery is acknowledged on, which says which delivery it is:
 *
 * <pre>
 * $JS.ACK.stream.consumer.deliveries.sequence.consumerSequence.nanos.pending
 * $JS.ACK.domain.account.stream.consumer.deliveries.sequence.consumerSequence.nanos.pending[.token]
 * </pre>
 *
 * <p>One instance reads one subject after the other, and makes no new names while stream and consumer stay the same. Not
 * thread-safe.
 */
public final class AckAddress {
    private static final byte[] PREFIX = "$JS.ACK.".getBytes(StandardCharsets.US_ASCII);
    private static final int SHORT_FORM_TOKENS = 9;
    private static final int LONG_FORM_TOKENS = 11;
    private static final int MAX_TOKENS = 16;
    private static final int NUMBERS = 5;
    private static final int MAX_DIGITS = 18;

    private final int[] ends = new int[MAX_TOKENS];
    private final long[] numbers = new long[NUMBERS];
    private final Name stream = new Name();
    private final Name consumer = new Name();

    /** Reads a subject; false when it is not one of a delivery. */
    boolean read(byte[] bytes, int from, int to) {
        if (!Arrays.equals(bytes, from, Math.min(to, from + PREFIX.length), PREFIX, 0, PREFIX.length)) {
            return false;
        }
        int tokens = split(bytes, from, to);
        if (tokens != SHORT_FORM_TOKENS && (tokens < LONG_FORM_TOKENS || tokens >= MAX_TOKENS)) {
            return false;
        }
        int first = tokens == SHORT_FORM_TOKENS ? 2 : 4;
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = number(bytes, ends[first + 1 + i] + 1, ends[first + 2 + i]);
            if (numbers[i] < 0) {
                return false;
            }
        }
        stream.read(bytes, ends[first - 1] + 1, ends[first]);
        consumer.read(bytes, ends[first] + 1, ends[first + 1]);
        return delivery() > 0 && sequence() > 0 && consumerSequence() > 0;
    }

    private int split(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to && count < MAX_TOKENS - 1; i++) {
            if (bytes[i] == '.') {
                ends[count++] = i;
            }
        }
        ends[count++] = to;
        return count;
    }

    private static long number(byte[] bytes, int from, int to) {
        if (from == to || to - from > MAX_DIGITS + 1) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    public String stream() {
        return stream.text;
    }

    public String consumer() {
        return consumer.text;
    }

    /** 1 for the first delivery of the message, then 2, ... */
    public long delivery() {
        return numbers[0];
    }

    /** The message's sequence in its stream. */
    public long sequence() {
        return numbers[1];
    }

    /** Which delivery of the consumer's it is, counted over all messages. */
    public long consumerSequence() {
        return numbers[2];
    }

    /** What was read, to keep. */
    public DeliveryId id() {
        return new DeliveryId(stream.text, consumer.text, sequence(), consumerSequence(), delivery());
    }

    /** A name that is made anew only when its bytes have changed. */
    private static final class Name {
        private byte[] bytes = {};
        private String text = "";

        void read(byte[] source, int from, int to) {
            if (!Arrays.equals(source, from, to, bytes, 0, bytes.length)) {
                bytes = Arrays.copyOfRange(source, from, to);
                text = new String(bytes, StandardCharsets.UTF_8);
            }
        }
    }
}
