package dev.causality.adapters.nats;

import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import io.nats.client.Message;
import io.nats.client.support.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a stream answers to a publication. Nearly every answer is {@code {"stream":"S","seq":1}} (with a space
 * before "seq" from older servers), which is read without building anything; all else goes through the JSON parser.
 */
final class PublishAck {

    private static final int NO_RESPONDERS = 503;
    private static final byte[] SEQUENCE = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
    /** More digits than a sequence of any stream's has; fewer than would overflow. */
    private static final int MAX_DIGITS = 18;

    private final String stream;
    private final byte[] usualStart;

    /** For the answers of the stream with this name. */
    PublishAck(String stream) {
        this.stream = stream;
        this.usualStart = ("{\"stream\":\"" + stream + "\",").getBytes(StandardCharsets.UTF_8);
    }

    PublishOutcome read(Message reply) {
        if (reply.isStatusMessage()) {
            return status(reply);
        }
        long sequence = usual(reply.getData());
        return sequence > 0 ? new Confirmed(sequence, false) : unusual(reply.getData());
    }

    private PublishOutcome status(Message reply) {
        return reply.getStatus().getCode() == NO_RESPONDERS
                ? new Refused(Refusal.UNAVAILABLE, "no stream takes this subject at the moment")
                : new Unknown("the server answered " + reply.getStatus().getMessageWithCode());
    }

    /** The sequence in an answer of the usual form; 0 when it has another. */
    private long usual(byte[] data) {
        if (!startsWith(data, 0, usualStart)) {
            return 0;
        }
        int position = usualStart.length;
        if (position < data.length && data[position] == ' ') {
            position++;
        }
        if (!startsWith(data, position, SEQUENCE)) {
            return 0;
        }
        position += SEQUENCE.length;
        int start = position;
        long sequence = 0;
        while (position < data.length && data[position] >= '0' && data[position] <= '9') {
            sequence = sequence * 10 + (data[position++] - '0');
        }
        boolean ended = position == data.length - 1 && data[position] == '}';
        return ended && position - start <= MAX_DIGITS ? sequence : 0;
    }

    private static boolean startsWith(byte[] data, int offset, byte[] start) {
        if (data.length < offset + start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (data[offset + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private PublishOutcome unusual(byte[] data) {
        JsonValue body = Api.parse(data);
        if (body == null) {
            return new Unknown("an answer that is not JSON");
        }
        ApiError error = ApiError.of(body);
        if (error != null) {
            return outcome(error);
        }
        String found = Api.string(body, "stream");
        long sequence = Api.number(body, "seq", 0);
        if (found.isEmpty() || sequence < 1) {
            return new Unknown("an answer that confirms nothing");
        }
        return found.equals(stream)
                ? new Confirmed(sequence, Api.flag(body, "duplicate"))
                : new Refused(Refusal.OTHER, "the subject belongs to stream '" + found + "', not " + stream);
    }

    private static PublishOutcome outcome(ApiError error) {
        return error.isStoreFailure() ? new Unknown(error.toString()) : new Refused(refusal(error), error.toString());
    }

    private static Refusal refusal(ApiError error) {
        if (error.isFull()) {
            return Refusal.FULL;
        }
        if (error.isTooLarge()) {
            return Refusal.TOO_LARGE;
        }
        if (error.isDuplicateInProcess()) {
            return Refusal.DUPLICATE_IN_PROCESS;
        }
        return error.isUnavailable() ? Refusal.UNAVAILABLE : Refusal.OTHER;
    }
}
