package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.protocol.Verdict;
import org.jspecify.annotations.Nullable;

/** What a NATS client sends: answers to deliveries, and publishes. */
final class ClientLane extends NatsLane {
    private static final String MESSAGE_ID = "Nats-Msg-Id";

    private final NatsObserver observer;
    private final OpenPublishes publishes;
    private final AckAddress address = new AckAddress();
    private boolean answers;
    private boolean closed;

    ClientLane(NatsFaults faults, NatsObserver observer, OpenPublishes publishes) {
        super(NatsDecoder.ofClient(), faults, observer, NatsObserver.Speaker.CLIENT);
        this.observer = observer;
        this.publishes = publishes;
    }

    @Override
    boolean begun() {
        answers = decoder.readSubject(address);
        if (answers) {
            decoder.keep(decoder.headerBytes() + AckAnswer.MAX_BYTES);
        } else if (decoder.verb() == NatsVerb.HPUB) {
            decoder.keep(decoder.headerBytes());
        }
        return answers || decoder.reply() != null;
    }

    @Override
    @Nullable
    Seen ended() {
        return switch (decoder.verb()) {
            case PUB, HPUB -> answers ? answer() : publish();
            default -> null;
        };
    }

    private @Nullable Seen answer() {
        AckAnswer answer = decoder.answer();
        if (answer == null) {
            return null;
        }
        DeliveryId delivery = address.id();
        return new Seen() {
            @Override
            public Verdict verdict() {
                return faults.answer(delivery, answer);
            }

            @Override
            public void passes() {
                observer.answered(delivery, answer);
            }
        };
    }

    private @Nullable Seen publish() {
        String reply = decoder.reply();
        String messageId = decoder.verb() == NatsVerb.HPUB ? decoder.header(MESSAGE_ID) : null;
        if (reply == null || messageId == null) {
            return null;
        }
        String subject = decoder.subject();
        int bytes = decoder.payloadBytes();
        return new Seen() {
            @Override
            public Verdict verdict() {
                return faults.publish(subject);
            }

            @Override
            public void passes() {
                observer.published(publishes.add(reply, subject, messageId, bytes));
            }
        };
    }

    @Override
    protected void gone() {
        if (!closed) {
            closed = true;
            observer.closed();
            faults.closed();
        }
    }
}
