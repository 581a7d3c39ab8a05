package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import dev.causality.ports.Delivery;
import dev.causality.ports.EventConsumer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Consumers that break a rule. */
final class WrongConsumers {

    private static final int NO_LIMIT = -1;

    private WrongConsumers() {}

    static List<Wrong<EventStreams>> all() {
        List<Wrong<EventStreams>> all = new ArrayList<>(answers());
        all.addAll(deliveries());
        all.addAll(settings());
        return all;
    }

    private static List<Wrong<EventStreams>> answers() {
        return List.of(
                consumers("loses acknowledgements", "ec04", right -> new PlainConsumer(right) {
                    @Override
                    public void ack(Receipt receipt) {}
                }),
                consumers("confirms what it did not send", "ec04", right -> new PlainConsumer(right) {
                    @Override
                    public AckOutcome ackConfirmed(Receipt receipt, Deadline deadline) {
                        return AckOutcome.CONFIRMED;
                    }
                }),
                consumers("drops the delay", "ec05", right -> new PlainConsumer(right) {
                    @Override
                    public void nak(Receipt receipt, Duration delay) {
                        right.nak(receipt, Duration.ZERO);
                    }
                }),
                consumers("loses negative acknowledgements", "ec06", right -> new PlainConsumer(right) {
                    @Override
                    public void nak(Receipt receipt, Duration delay) {}
                }),
                consumers("acknowledges instead of terminating", "ec07", right -> new PlainConsumer(right) {
                    @Override
                    public void terminate(Receipt receipt, String reason) {
                        right.ack(receipt);
                    }
                }),
                consumers("hands back instead of terminating", "ec07", right -> new PlainConsumer(right) {
                    @Override
                    public void terminate(Receipt receipt, String reason) {
                        right.nak(receipt, Duration.ZERO);
                    }
                }),
                consumers("makes no progress", "ec08", right -> new PlainConsumer(right) {
                    @Override
                    public void inProgress(Receipt receipt) {}
                }),
                consumers("binds answers to a delivery", "ec18", BindsAnswers::new));
    }

    private static List<Wrong<EventStreams>> deliveries() {
        return List.of(
                delivered("cuts bodies short", "ec01", d -> copy(d, d.deliveryCount(), new byte[0], d.notSentBefore())),
                delivered("does not count", "ec03", d -> copy(d, 1, d.payload(), d.notSentBefore())),
                consumers("begins a lease when it is seen", "ec21", BeginsLeases::new),
                consumers("gives more than was asked for", "ec02", right -> new PlainConsumer(right) {
                    @Override
                    public FetchOutcome fetch(
                            int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
                        return right.fetch(maxMessages * 3, maxBytes, deadline, cancellation);
                    }
                }),
                consumers("knows no limit of bytes", "ec16", right -> new PlainConsumer(right) {
                    @Override
                    public FetchOutcome fetch(
                            int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
                        FetchOutcome first = right.fetch(maxMessages, Long.MAX_VALUE, deadline, cancellation);
                        return together(first, right, maxMessages, deadline, cancellation);
                    }
                }),
                consumers("cannot be cancelled", "ec14", right -> new PlainConsumer(right) {
                    @Override
                    public FetchOutcome fetch(
                            int maxMessages, long maxBytes, Deadline deadline, Cancellation cancellation) {
                        return right.fetch(maxMessages, maxBytes, deadline, Cancellation.NEVER);
                    }
                }),
                consumers("drops what came before the stop", "ec17", right -> new PlainConsumer(right) {
                    @Override
                    public List<Delivery> stop(Deadline deadline) {
                        List<Delivery> dropped = right.stop(deadline);
                        return dropped.subList(0, 0);
                    }
                }),
                consumers("tells nothing of what is unanswered", "ec17", right -> new PlainConsumer(right) {
                    @Override
                    public Answer<ConsumerState> state(Deadline deadline) {
                        return right.state(deadline)
                                .map(s -> new ConsumerState(
                                        s.created(), s.ackFloor(), s.deliveredSequence(), s.pending(), 0, 0));
                    }
                }));
    }

    private static List<Wrong<EventStreams>> settings() {
        return List.of(
                specified(
                        "ignores how many may be unanswered",
                        "ec09",
                        s -> new ConsumerSpec(s.name(), s.filterSubject(), s.ackWait(), NO_LIMIT, s.maxDeliver())),
                specified(
                        "delivers for ever",
                        "ec11",
                        s -> new ConsumerSpec(s.name(), s.filterSubject(), s.ackWait(), s.maxAckPending(), NO_LIMIT)),
                specified(
                        "does not filter",
                        "ec13",
                        s -> new ConsumerSpec(s.name(), ">", s.ackWait(), s.maxAckPending(), s.maxDeliver())),
                specified(
                        "has no patience",
                        "ec03",
                        s -> new ConsumerSpec(
                                s.name(),
                                s.filterSubject(),
                                Duration.ofMillis(300),
                                s.maxAckPending(),
                                s.maxDeliver())));
    }

    private static Delivery copy(Delivery d, long count, byte[] payload, long notSentBefore) {
        return new Delivery(
                d.sequence(), count, d.published(), d.subject(), d.headers(), payload, d.receipt(), notSentBefore);
    }

    /** Several fetches in one. */
    private static EventConsumer.FetchOutcome together(
            EventConsumer.FetchOutcome first,
            EventConsumer right,
            int maxMessages,
            Deadline deadline,
            Cancellation cancellation) {
        if (!(first instanceof EventConsumer.FetchOutcome.Fetched(List<Delivery> deliveries))
                || deliveries.isEmpty()
                || maxMessages < 100) {
            return first;
        }
        List<Delivery> all = new ArrayList<>(deliveries);
        while (all.size() < 5
                && right.fetch(maxMessages, Long.MAX_VALUE, deadline, cancellation)
                        instanceof EventConsumer.FetchOutcome.Fetched(List<Delivery> more)
                && !more.isEmpty()) {
            all.addAll(more);
        }
        return new EventConsumer.FetchOutcome.Fetched(all);
    }

    private static Wrong<EventStreams> consumers(String how, String rule, Function<EventConsumer, EventConsumer> make) {
        return new Wrong<>(how, rule, right -> new PlainStreams(right) {
            @Override
            EventConsumer consumer(EventConsumer one) {
                return make.apply(one);
            }
        });
    }

    private static Wrong<EventStreams> delivered(String how, String rule, UnaryOperator<Delivery> change) {
        return consumers(how, rule, right -> new PlainConsumer(right) {
            @Override
            Delivery delivery(Delivery delivery) {
                return change.apply(delivery);
            }
        });
    }

    private static Wrong<EventStreams> specified(String how, String rule, UnaryOperator<ConsumerSpec> change) {
        return new Wrong<>(how, rule, right -> new PlainStreams(right) {
            @Override
            public EventConsumer consumer(EventStream stream, ConsumerSpec spec, Deadline deadline) {
                return right.consumer(stream, change.apply(spec), deadline);
            }
        });
    }

    /** Takes the moment when a delivery is handed out for the one when it was sent. */
    private static final class BeginsLeases extends PlainConsumer {

        private long handedOut;

        BeginsLeases(EventConsumer right) {
            super(right);
        }

        @Override
        Delivery delivery(Delivery delivery) {
            handedOut = Math.max(handedOut, delivery.notSentBefore())
                    + Duration.ofMillis(250).toNanos();
            return copy(delivery, delivery.deliveryCount(), delivery.payload(), handedOut);
        }
    }

    /** Ignores acknowledgements of all but the last delivery of a message. */
    private static final class BindsAnswers extends PlainConsumer {

        private final TreeMap<Long, Receipt> last = new TreeMap<>();

        BindsAnswers(EventConsumer right) {
            super(right);
        }

        @Override
        Delivery delivery(Delivery delivery) {
            last.put(delivery.sequence(), delivery.receipt());
            return delivery;
        }

        @Override
        public void ack(Receipt receipt) {
            if (last.containsValue(receipt)) {
                right.ack(receipt);
            }
        }
    }
}
