package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.protocol.Step;
import dev.causality.faults.proxy.protocol.nats.NatsVerb.Speaker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one direction of a NATS connection. {@link #step} reads up to the next thing worth telling: {@link Step#HEAD}
 * when the line of a frame with a payload is read, {@link Step#END} when a frame is complete. What the accessors say is
 * about that frame, until the next step. A payload is passed over, unless {@link #keep} was called for it.
 *
 * <p>A server that takes the connection over with TLS, or a connection that never was NATS, is {@link Step#BROKEN}. Not
 * thread-safe.
 */
public final class NatsDecoder {
    /** The largest payload: what a server can be configured to take at most. */
    public static final int MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

    /** How much of a payload can be kept. */
    public static final int MAX_KEPT_BYTES = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final Speaker speaker;
    private final NatsLine line = new NatsLine();
    private State state = State.LINE;
    private boolean fresh = true;
    private long position;
    private long start;
    private long end;
    private @Nullable NatsVerb verb;
    private int reply;
    private int headerBytes;
    private int payloadBytes;
    private int missing;
    private int keep;
    private int kept;
    private byte[] payload = NOTHING;
    private @Nullable String problem;

    private enum State {
        LINE,
        PAYLOAD,
        RETURN,
        NEWLINE,
        BROKEN
    }

    private NatsDecoder(Speaker speaker) {
        this.speaker = speaker;
    }

    /** For what a client sends. */
    public static NatsDecoder ofClient() {
        return new NatsDecoder(Speaker.CLIENT);
    }

    /** For what a server sends. */
    public static NatsDecoder ofServer() {
        return new NatsDecoder(Speaker.SERVER);
    }

    /** Reads on, at most to the limit of {@code in}, and leaves its position where it stopped. */
    public Step step(ByteBuffer in) {
        while (in.hasRemaining()) {
            switch (state) {
                case LINE -> {
                    if (readLine(in)) {
                        return lineRead();
                    }
                }
                case PAYLOAD -> readPayload(in);
                case RETURN -> expect(in, '\r', State.NEWLINE);
                case NEWLINE -> {
                    expect(in, '\n', State.LINE);
                    if (state == State.LINE) {
                        return Step.END;
                    }
                }
                case BROKEN -> {
                    return Step.BROKEN;
                }
            }
        }
        return state == State.BROKEN ? Step.BROKEN : Step.MORE;
    }

    /** True when a line is complete, or can be none. */
    private boolean readLine(ByteBuffer in) {
        if (fresh) {
            line.clear();
            start = position;
            fresh = false;
        }
        int from = in.position();
        int at = from;
        int limit = in.limit();
        while (at < limit && in.get(at) != '\n') {
            at++;
        }
        boolean complete = at < limit;
        int count = (complete ? at + 1 : at) - from;
        if (!line.reserve(count)) {
            broken("a line of more than " + NatsLine.MAX_BYTES + " bytes");
            return true;
        }
        in.get(line.bytes(), line.length(), count);
        line.grow(count);
        position += count;
        return complete;
    }

    private Step lineRead() {
        if (state == State.BROKEN) {
            return Step.BROKEN;
        }
        line.split();
        verb = line.verb();
        if (verb == null || !verb.mayComeFrom(speaker) || !measure(verb)) {
            return broken("not a line that a " + (speaker == Speaker.CLIENT ? "client" : "server") + " sends");
        }
        fresh = true;
        if (!verb.hasPayload()) {
            end = position;
            return Step.END;
        }
        end = position + payloadBytes + 2;
        missing = payloadBytes;
        keep = 0;
        kept = 0;
        state = missing == 0 ? State.RETURN : State.PAYLOAD;
        return Step.HEAD;
    }

    /** Finds out how long the frame is and where its reply subject stands; false when the line says neither. */
    private boolean measure(NatsVerb of) {
        boolean headers = of == NatsVerb.HPUB || of == NatsVerb.HMSG;
        int least = of == NatsVerb.MSG || of == NatsVerb.HMSG ? 3 : 2;
        if (!of.hasPayload()) {
            headerBytes = 0;
            payloadBytes = 0;
            return true;
        }
        int sizes = headers ? 2 : 1;
        int tokens = line.tokens();
        if (tokens != least + sizes && tokens != least + sizes + 1) {
            return false;
        }
        reply = tokens == least + sizes + 1 ? least : 0;
        headerBytes = headers ? line.number(tokens - 2) : 0;
        payloadBytes = line.number(tokens - 1);
        return headerBytes >= 0 && payloadBytes >= headerBytes && payloadBytes <= MAX_PAYLOAD_BYTES;
    }

    private void readPayload(ByteBuffer in) {
        int count = Math.min(missing, in.remaining());
        int wanted = Math.min(count, keep - kept);
        if (wanted > 0) {
            in.get(in.position(), payload, kept, wanted);
            kept += wanted;
        }
        in.position(in.position() + count);
        position += count;
        missing -= count;
        if (missing == 0) {
            state = State.RETURN;
        }
    }

    private void expect(ByteBuffer in, char character, State then) {
        if (in.get() == character) {
            position++;
            state = then;
        } else {
            in.position(in.position() - 1);
            broken("a payload that does not end where its line says");
        }
    }

    private Step broken(String why) {
        state = State.BROKEN;
        problem = why + ", at byte " + start;
        return Step.BROKEN;
    }

    /** After {@link Step#HEAD}: keeps this much of the beginning of the payload, if there is as much. */
    public void keep(int bytes) {
        keep = Math.min(Math.min(bytes, MAX_KEPT_BYTES), payloadBytes);
        if (payload.length < keep) {
            payload = new byte[Math.max(keep, 2 * payload.length)];
        }
    }

    /** What the frame is. */
    public NatsVerb verb() {
        return Objects.requireNonNull(verb, "nothing was read yet");
    }

    /** The number of bytes in this direction before the frame. */
    public long start() {
        return start;
    }

    /** Whether all frames that have begun are complete. */
    public boolean betweenFrames() {
        return fresh && state == State.LINE;
    }

    /** The number of bytes in this direction that were read. */
    public long position() {
        return position;
    }

    /** The number of bytes up to the frame's end; known from its head on. */
    public long end() {
        return end;
    }

    /** Its subject, for those that have one. */
    public String subject() {
        return line.text(1);
    }

    /** Whether its subject begins like this; the prefix is ASCII. */
    public boolean subjectStartsWith(byte[] prefix) {
        int from = line.from(1);
        int to = Math.min(line.to(1), from + prefix.length);
        return Arrays.equals(line.bytes(), from, to, prefix, 0, prefix.length);
    }

    /** Reads a publish's subject as the address of an acknowledgement; false when it is none. */
    public boolean readSubject(AckAddress address) {
        return address.read(line.bytes(), line.from(1), line.to(1));
    }

    /** Reads the reply subject as the address to acknowledge to: that makes a message a delivery. */
    public boolean readReply(AckAddress address) {
        return reply > 0 && address.read(line.bytes(), line.from(reply), line.to(reply));
    }

    /** The reply subject of a publish or a message, if it has one. */
    public @Nullable String reply() {
        return reply > 0 ? line.text(reply) : null;
    }

    /** What an INFO, a CONNECT or an -ERR says behind its verb. */
    public String text() {
        return line.rest();
    }

    /** How much of the payload is headers. */
    public int headerBytes() {
        return headerBytes;
    }

    /** The size of the payload, headers included. */
    public int payloadBytes() {
        return payloadBytes;
    }

    /** A copy of what was kept of the payload, headers first. */
    public byte[] payload() {
        return Arrays.copyOf(payload, kept);
    }

    /** What was kept of the payload behind the headers, as text. */
    public String content() {
        int from = Math.min(headerBytes, kept);
        return new String(payload, from, kept - from, StandardCharsets.UTF_8);
    }

    /** Reads what was kept behind the headers as an acknowledgement; null when the server would not take it for one. */
    public @Nullable AckAnswer answer() {
        int from = Math.min(headerBytes, kept);
        return AckAnswer.read(payload, from, kept);
    }

    /** The value of a header of the payload, as far as it was kept. */
    public @Nullable String header(String name) {
        return NatsHeaders.find(payload, Math.min(headerBytes, kept), name);
    }

    /** Why it is broken. */
    public String problem() {
        return problem == null ? "" : problem;
    }
}
