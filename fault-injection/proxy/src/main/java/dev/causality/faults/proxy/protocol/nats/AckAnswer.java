package dev.causality.faults.proxy.protocol.nats;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a delivery, read the way nats-server reads it: nothing, {@code +ACK} or {@code +OK}, {@code +NXT} (an
 * acknowledgement that asks for more), {@code -NAK} with an optional delay (in JSON or as a Go duration), {@code +TERM} with
 * an optional reason, {@code +WPI}.
 *
 * @param delay that a negative acknowledgement asks for, else zero
 * @param reason of a termination, or empty
 */
public record AckAnswer(Kind kind, Duration delay, String reason) {
    /** The ways to answer. */
    public enum Kind {
        ACK,
        NAK,
        TERM,
        IN_PROGRESS
    }

    /** How much of a payload has to be kept to read an answer. */
    public static final int MAX_BYTES = 1024;

    private static final byte[] ACK_BODY = ascii("+ACK");
    private static final byte[] OK_BODY = ascii("+OK");
    private static final byte[] NEXT_BODY = ascii("+NXT");
    private static final byte[] NAK_BODY = ascii("-NAK");
    private static final byte[] TERM_BODY = ascii("+TERM");
    private static final byte[] PROGRESS_BODY = ascii("+WPI");

    private static final AckAnswer ACK = new AckAnswer(Kind.ACK, Duration.ZERO, "");
    private static final AckAnswer NAK = new AckAnswer(Kind.NAK, Duration.ZERO, "");
    private static final AckAnswer IN_PROGRESS = new AckAnswer(Kind.IN_PROGRESS, Duration.ZERO, "");

    private static final Pattern JSON_DELAY = Pattern.compile("\"delay\"\\s*:\\s*(\\d{1,18})");
    private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h)");

    static @Nullable AckAnswer read(byte[] bytes, int from, int to) {
        if (from == to || is(bytes, from, to, ACK_BODY) || is(bytes, from, to, OK_BODY)) {
            return ACK;
        }
        if (startsWith(bytes, from, to, NAK_BODY)) {
            String said = text(bytes, from + NAK_BODY.length, to);
            return said.isEmpty() ? NAK : new AckAnswer(Kind.NAK, delay(said), "");
        }
        if (startsWith(bytes, from, to, TERM_BODY)) {
            return new AckAnswer(Kind.TERM, Duration.ZERO, text(bytes, from + TERM_BODY.length, to));
        }
        if (is(bytes, from, to, PROGRESS_BODY)) {
            return IN_PROGRESS;
        }
        return startsWith(bytes, from, to, NEXT_BODY) ? ACK : null;
    }

    private static Duration delay(String said) {
        if (said.startsWith("{")) {
            Matcher json = JSON_DELAY.matcher(said);
            return json.find() ? Duration.ofNanos(Long.parseLong(json.group(1))) : Duration.ZERO;
        }
        Matcher part = DURATION_PART.matcher(said);
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < said.length()) {
            if (!part.find(at) || part.start() != at) {
                return Duration.ZERO;
            }
            sum = sum.plusNanos((long) (Double.parseDouble(part.group(1)) * nanosOf(part.group(2))));
            at = part.end();
        }
        return sum;
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    private static boolean is(byte[] bytes, int from, int to, byte[] body) {
        return Arrays.equals(bytes, from, to, body, 0, body.length);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return Arrays.equals(bytes, from, Math.min(to, from + prefix.length), prefix, 0, prefix.length);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
