package dev.causality.faults.proxy.protocol.nats;

import dev.causality.faults.proxy.protocol.Verdict;
import org.jspecify.annotations.Nullable;

/** What a NATS server sends: deliveries, and confirmations of publishes. */
final class ServerLane extends NatsLane {
    private final NatsObserver observer;
    private final OpenPublishes publishes;
    private final AckAddress address = new AckAddress();
    private boolean delivers;
    private @Nullable Publish confirms;

    ServerLane(NatsFaults faults, NatsObserver observer, OpenPublishes publishes) {
        super(NatsDecoder.ofServer(), faults, observer, NatsObserver.Speaker.SERVER);
        this.observer = observer;
        this.publishes = publishes;
    }

    @Override
    boolean begun() {
        delivers = decoder.readReply(address);
        confirms = delivers || publishes.isEmpty() ? null : publishes.take(decoder.subject());
        if (confirms != null) {
            decoder.keep(decoder.headerBytes() + PublishConfirmation.MAX_BYTES);
        }
        return delivers || confirms != null;
    }

    @Override
    @Nullable
    Seen ended() {
        return switch (decoder.verb()) {
            case MSG, HMSG -> delivers ? delivery() : confirms != null ? confirmation(confirms) : null;
            default -> null;
        };
    }

    /** A delivery that is dropped on its way was made all the same: the server counts it. */
    private Seen delivery() {
        DeliveryId delivery = address.id();
        return new Seen() {
            @Override
            public Verdict verdict() {
                return faults.delivery(delivery);
            }

            @Override
            public void passes() {
                observer.delivered(delivery);
            }

            @Override
            public boolean toldAnyway() {
                return true;
            }
        };
    }

    private @Nullable Seen confirmation(Publish publish) {
        PublishConfirmation confirmation = PublishConfirmation.read(decoder.content());
        if (confirmation == null) {
            return null;
        }
        return new Seen() {
            @Override
            public Verdict verdict() {
                return faults.confirmation(publish.subject());
            }

            @Override
            public void passes() {
                observer.confirmed(publish, confirmation);
            }

            @Override
            public boolean toldAnyway() {
                return true;
            }
        };
    }
}
