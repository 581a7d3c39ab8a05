package dev.causality.conformance.system.workload;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.causality.checkers.history.ClientEvent.PoisonAttempt;
import dev.causality.checkers.history.ClientEvent.PoisonConfirmed;
import dev.causality.checkers.history.HistoryWriter;
import dev.causality.conformance.system.plan.PoisonKind;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.UserLogin;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Publishes what no consumer can use, past the gateway, as a broken or hostile producer would. For one thread. */
public final class PoisonSource {
    private static final String SUBJECT = "events.com_acme_shop.user.login";
    private static final int MESSAGE_ID_PERCENT = 50;
    private static final int GARBAGE_BYTES = 300;

    private final RandomGenerator random;
    private final Connection nats;
    private final JetStream jetStream;
    private final String streamCreated;
    private final HistoryWriter history;

    /** @param streamCreated when the stream was created, ISO 8601 */
    public PoisonSource(RandomGenerator random, Connection nats, String streamCreated, HistoryWriter history)
            throws IOException {
        this.random = random;
        this.nats = nats;
        this.jetStream = nats.jetStream();
        this.streamCreated = streamCreated;
        this.history = history;
    }

    /**
     * Publishes one.
     *
     * @param name its name in the history
     * @return its sequence in the stream
     * @throws IOException when the stream does not confirm it; it may be there all the same
     */
    public long publish(String name, PoisonKind kind) throws IOException {
        byte[] bytes = bytes(kind);
        Headers headers = new Headers();
        if (kind != PoisonKind.OVERSIZED && random.nextInt(100) < MESSAGE_ID_PERCENT) {
            headers.put("Nats-Msg-Id", "com.acme.shop:" + new UUID(random.nextLong(), random.nextLong()));
        }
        history.append(at -> new PoisonAttempt(
                at, name, kind.name().toLowerCase(Locale.ROOT), SUBJECT, bytes.length, Sha256.hex(bytes)));
        try {
            PublishAck ack =
                    headers.isEmpty() ? jetStream.publish(SUBJECT, bytes) : jetStream.publish(SUBJECT, headers, bytes);
            history.append(at -> new PoisonConfirmed(at, name, streamCreated, ack.getSeqno()));
            return ack.getSeqno();
        } catch (JetStreamApiException e) {
            throw new IOException("the stream refused " + name + ": " + e.getMessage(), e);
        }
    }

    private byte[] bytes(PoisonKind kind) {
        return switch (kind) {
            case EMPTY -> new byte[0];
            case UNDECODABLE -> garbage(1 + random.nextInt(GARBAGE_BYTES));
            case OVERSIZED -> garbage((int) nats.getServerInfo().getMaxPayload());
            case INVALID -> event().setDeviceId("").build().toByteArray();
            case TRUNCATED -> truncated(event().build().toByteArray());
        };
    }

    private EventEnvelope.Builder event() {
        return EventEnvelope.newBuilder()
                .setId(new UUID(random.nextLong(), random.nextLong()).toString())
                .setAppId("com.acme.shop")
                .setDeviceId("device-x")
                .setTimestampMs(1_780_000_000_000L)
                .setIdempotencyKey(new UUID(random.nextLong(), random.nextLong()).toString())
                .setUserLogin(UserLogin.newBuilder().setUserId("user").setMethod("password"));
    }

    /** Cut where it no longer parses; what comes before a field boundary would be a shorter, valid message. */
    private byte[] truncated(byte[] whole) {
        for (int length = whole.length / 2 + random.nextInt(whole.length / 2); ; length--) {
            byte[] part = Arrays.copyOf(whole, length);
            if (!parses(part)) {
                return part;
            }
        }
    }

    private byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xff;
        while (parses(bytes)) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private static boolean parses(byte[] bytes) {
        try {
            return EventEnvelope.parseFrom(bytes).isInitialized();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
