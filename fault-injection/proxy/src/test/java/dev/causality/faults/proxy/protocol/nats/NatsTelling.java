package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.protocol.Fragments;
import dev.causality.faults.proxy.protocol.Step;
import java.nio.ByteBuffer;
import java.util.List;

/** Puts into words what a NATS decoder tells, and keeps every payload as far as it can. */
final class NatsTelling implements Fragments.Reader {
    private final NatsDecoder decoder;
    private final List<String> told;
    private final AckAddress address = new AckAddress();

    private NatsTelling(NatsDecoder decoder, List<String> told) {
        this.decoder = decoder;
        this.told = told;
    }

    static List<String> ofClient(byte[] bytes) {
        return Fragments.told(bytes, told -> new NatsTelling(NatsDecoder.ofClient(), told));
    }

    static List<String> ofServer(byte[] bytes) {
        return Fragments.told(bytes, told -> new NatsTelling(NatsDecoder.ofServer(), told));
    }

    @Override
    public void read(ByteBuffer piece) {
        Step step = decoder.step(piece);
        while (step != Step.MORE && step != Step.BROKEN) {
            if (step == Step.HEAD) {
                decoder.keep(NatsDecoder.MAX_KEPT_BYTES);
            } else {
                told.add(frame());
            }
            step = decoder.step(piece);
        }
        if (step == Step.BROKEN && (told.isEmpty() || !told.getLast().startsWith("broken"))) {
            told.add("broken: " + decoder.problem());
        }
    }

    private String frame() {
        String range = decoder.start() + "-" + decoder.end() + " " + decoder.verb();
        return switch (decoder.verb()) {
            case PUB, HPUB ->
                decoder.readSubject(address)
                        ? range + " " + delivery() + " " + decoder.answer()
                        : range + " " + decoder.subject() + message();
            case MSG, HMSG ->
                range + " " + decoder.subject() + (decoder.readReply(address) ? " " + delivery() : message());
            case SUB, UNSUB -> range + " " + decoder.subject();
            case INFO, CONNECT, ERR -> range + " " + decoder.text();
            case PING, PONG, OK -> range;
        };
    }

    private String message() {
        String id = decoder.header("Nats-Msg-Id");
        return " reply " + decoder.reply() + (id == null ? "" : " id " + id) + " [" + decoder.content() + "]";
    }

    private String delivery() {
        return address.stream() + "/" + address.consumer() + " delivery " + address.delivery() + " of "
                + address.sequence() + ", consumer's " + address.consumerSequence();
    }
}
