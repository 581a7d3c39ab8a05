package dev.causality.faults.proxy.tap;

import dev.causality.checkers.history.TapEvent.ConnectionClosed;
import dev.causality.checkers.history.TapEvent.ConnectionUnparsable;
import dev.causality.checkers.history.TapEvent.PublishConfirmed;
import dev.causality.checkers.history.TapEvent.Published;
import dev.causality.checkers.history.WireEvent.AckKind;
import dev.causality.checkers.history.WireEvent.Answered;
import dev.causality.checkers.history.WireEvent.Delivered;
import dev.causality.faults.proxy.protocol.nats.AckAnswer;
import dev.causality.faults.proxy.protocol.nats.DeliveryId;
import dev.causality.faults.proxy.protocol.nats.NatsObserver;
import dev.causality.faults.proxy.protocol.nats.Publish;
import dev.causality.faults.proxy.protocol.nats.PublishConfirmation;

/** Writes what one NATS connection carries into the history. */
final class NatsTap implements NatsObserver {
    private final Taps taps;
    private final String connection;
    private final String holder;

    NatsTap(Taps taps, String connection, String holder) {
        this.taps = taps;
        this.connection = connection;
        this.holder = holder;
    }

    @Override
    public void delivered(DeliveryId delivery) {
        taps.write(at -> new Delivered(
                at,
                holder,
                delivery.stream(),
                delivery.consumer(),
                delivery.sequence(),
                delivery.consumerSequence(),
                delivery.delivery(),
                null));
    }

    @Override
    public void answered(DeliveryId delivery, AckAnswer answer) {
        taps.write(at -> new Answered(
                at,
                holder,
                delivery.stream(),
                delivery.consumer(),
                delivery.sequence(),
                delivery.delivery(),
                kind(answer.kind()),
                answer.delay().toMillis()));
    }

    private static AckKind kind(AckAnswer.Kind kind) {
        return switch (kind) {
            case ACK -> AckKind.ACK;
            case NAK -> AckKind.NAK;
            case TERM -> AckKind.TERM;
            case IN_PROGRESS -> AckKind.IN_PROGRESS;
        };
    }

    @Override
    public void published(Publish publish) {
        taps.write(at ->
                new Published(at, name(publish), holder, publish.subject(), publish.messageId(), publish.bytes()));
    }

    @Override
    public void confirmed(Publish publish, PublishConfirmation confirmation) {
        taps.write(at -> new PublishConfirmed(
                at,
                name(publish),
                confirmation.stream(),
                confirmation.sequence(),
                confirmation.duplicate(),
                confirmation.error()));
    }

    private String name(Publish publish) {
        return connection + "-" + publish.number();
    }

    @Override
    public void unparsable(Speaker speaker, String problem) {
        taps.write(at -> new ConnectionUnparsable(
                at, connection, dev.causality.checkers.history.TapEvent.Speaker.valueOf(speaker.name()), problem));
    }

    @Override
    public void closed() {
        taps.write(at -> new ConnectionClosed(at, connection));
    }
}
