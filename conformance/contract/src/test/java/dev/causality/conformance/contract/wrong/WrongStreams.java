package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;
import dev.causality.ports.PortException;
import dev.causality.ports.Publication;
import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import dev.causality.ports.StoredMessage;
import dev.causality.ports.StreamSpec;
import dev.causality.ports.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Streams that break a rule. */
final class WrongStreams {

    private WrongStreams() {}

    static List<Wrong<EventStreams>> all() {
        List<Wrong<EventStreams>> all = new ArrayList<>(publishing());
        all.addAll(reading());
        all.addAll(following());
        all.add(new Wrong<>("opens whatever there is", "es14", OpensAnything::new));
        return all;
    }

    private static List<Wrong<EventStreams>> publishing() {
        return List.of(
                outcomes("confirms what it did not store", "es01", WrongStreams::confirmAll, false),
                sent("forgets message ids", "es03", p -> new Publication(p.subject(), "", p.headers(), p.payload())),
                outcomes("takes a duplicate for a new message", "es03", WrongStreams::noDuplicates, true),
                outcomes("mixes up whose outcome is whose", "es04", List::reversed, true),
                outcomes("folds unknown into refused", "es15", WrongStreams::nothingUnknown, true),
                outcomes("does not say that it is full", "es08", WrongStreams::neverFull, true),
                sent(
                        "ignores expectations",
                        "es12",
                        p -> new Publication(p.subject(), p.messageId(), List.of(), p.payload())));
    }

    private static List<Wrong<EventStreams>> reading() {
        return List.of(
                read(
                        "loses headers",
                        "es01",
                        m -> new StoredMessage(m.sequence(), m.time(), m.subject(), List.of(), m.payload())),
                read(
                        "changes bodies",
                        "es01",
                        m -> new StoredMessage(
                                m.sequence(), m.time(), m.subject(), m.headers(), new byte[m.payload().length])),
                streams("does not know what is not there", "es10", right -> new PlainStream(right) {
                    @Override
                    public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
                        return right.read(sequence, deadline) instanceof Answer.Known<Optional<StoredMessage>>(var m)
                                        && m.isPresent()
                                ? new Answer.Known<>(m)
                                : new Answer.Unavailable<>("not there");
                    }
                }),
                streams("takes the first message of a subject for the last", "es11", right -> new PlainStream(right) {
                    @Override
                    public Answer<Optional<StoredMessage>> readLast(String subject, Deadline deadline) {
                        return right.readLast(subject, deadline)
                                .map(found -> found.flatMap(_ -> first(right, deadline)));
                    }
                }),
                streams("purges one too many", "es09", right -> new PlainStream(right) {
                    @Override
                    public Answer<Long> purgeBelow(long sequence, Deadline deadline) {
                        return right.purgeBelow(sequence + 1, deadline);
                    }
                }),
                state(
                        "counts what was purged",
                        "es09",
                        s -> new StreamState(
                                s.created(),
                                s.firstSequence(),
                                s.firstTime(),
                                s.lastSequence(),
                                s.lastSequence(),
                                s.bytes(),
                                s.maxBytes())),
                state(
                        "was made anew each time",
                        "es13",
                        s -> new StreamState(
                                s.created().plusNanos(s.messages()),
                                s.firstSequence(),
                                s.firstTime(),
                                s.lastSequence(),
                                s.messages(),
                                s.bytes(),
                                s.maxBytes())));
    }

    private static List<Wrong<EventStreams>> following() {
        return List.of(
                followed(
                        "skips a message",
                        "es17",
                        messages -> messages.size() < 2 ? messages : messages.subList(1, messages.size())),
                followed("gives messages twice", "es17", messages -> {
                    List<StoredMessage> twice = new ArrayList<>(messages);
                    twice.addAll(messages);
                    return twice;
                }),
                followed("gives messages in another order", "es17", List::reversed),
                streams("follows without waiting", "es18", right -> new PlainStream(right) {
                    @Override
                    public Follower follow() {
                        return following(right.follow(), UnaryOperator.identity(), true);
                    }
                }));
    }

    private static Optional<StoredMessage> first(EventStream stream, Deadline deadline) {
        return stream.read(1, deadline) instanceof Answer.Known<Optional<StoredMessage>>(var found)
                ? found
                : Optional.empty();
    }

    private static List<PublishOutcome> confirmAll(List<PublishOutcome> outcomes) {
        List<PublishOutcome> confirmed = new ArrayList<>();
        for (int i = 1; i <= outcomes.size(); i++) {
            confirmed.add(new Confirmed(i, false));
        }
        return confirmed;
    }

    private static List<PublishOutcome> noDuplicates(List<PublishOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome instanceof Confirmed(long sequence, boolean _)
                        ? new Confirmed(sequence, false)
                        : outcome)
                .toList();
    }

    private static List<PublishOutcome> nothingUnknown(List<PublishOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome ->
                        outcome instanceof Unknown(String why) ? new Refused(Refusal.UNAVAILABLE, why) : outcome)
                .toList();
    }

    private static List<PublishOutcome> neverFull(List<PublishOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome instanceof Refused(Refusal refusal, String why) && refusal == Refusal.FULL
                        ? new Refused(Refusal.OTHER, why)
                        : outcome)
                .toList();
    }

    private static Wrong<EventStreams> streams(String how, String rule, Function<EventStream, EventStream> make) {
        return new Wrong<>(how, rule, right -> new PlainStreams(right) {
            @Override
            EventStream stream(EventStream one) {
                return make.apply(one);
            }
        });
    }

    private static Wrong<EventStreams> outcomes(
            String how, String rule, UnaryOperator<List<PublishOutcome>> change, boolean publishes) {
        return streams(how, rule, right -> new PlainStream(right) {
            @Override
            public List<PublishOutcome> publishAll(
                    List<Publication> publications, Deadline deadline, Cancellation cancellation) {
                return change.apply(
                        publishes
                                ? right.publishAll(publications, deadline, cancellation)
                                : java.util.Collections.nCopies(publications.size(), new Unknown("")));
            }
        });
    }

    private static Wrong<EventStreams> sent(String how, String rule, UnaryOperator<Publication> change) {
        return streams(how, rule, right -> new PlainStream(right) {
            @Override
            public List<PublishOutcome> publishAll(
                    List<Publication> publications, Deadline deadline, Cancellation cancellation) {
                return right.publishAll(publications.stream().map(change).toList(), deadline, cancellation);
            }
        });
    }

    private static Wrong<EventStreams> read(String how, String rule, UnaryOperator<StoredMessage> change) {
        return streams(how, rule, right -> new PlainStream(right) {
            @Override
            public Answer<Optional<StoredMessage>> read(long sequence, Deadline deadline) {
                return right.read(sequence, deadline).map(found -> found.map(change));
            }
        });
    }

    private static Wrong<EventStreams> state(String how, String rule, UnaryOperator<StreamState> change) {
        return streams(how, rule, right -> new PlainStream(right) {
            @Override
            public Answer<StreamState> state(Deadline deadline) {
                return right.state(deadline).map(change);
            }
        });
    }

    private static Wrong<EventStreams> followed(String how, String rule, UnaryOperator<List<StoredMessage>> change) {
        return streams(how, rule, right -> new PlainStream(right) {
            @Override
            public Follower follow() {
                return following(right.follow(), change, false);
            }
        });
    }

    private static EventStream.Follower following(
            EventStream.Follower right, UnaryOperator<List<StoredMessage>> change, boolean hasty) {
        return new EventStream.Follower() {
            @Override
            public List<StoredMessage> next(Deadline deadline, Cancellation cancellation) {
                return hasty ? List.of() : change.apply(right.next(deadline, cancellation));
            }

            @Override
            public void close() {
                right.close();
            }
        };
    }

    /** Remembers what it opened. */
    private static final class OpensAnything extends PlainStreams {

        private final TreeMap<String, EventStream> opened = new TreeMap<>();

        OpensAnything(EventStreams right) {
            super(right);
        }

        @Override
        public EventStream open(StreamSpec spec, Deadline deadline) {
            try {
                EventStream stream = super.open(spec, deadline);
                opened.put(spec.name(), stream);
                return stream;
            } catch (PortException contradiction) {
                EventStream stream = opened.get(spec.name());
                if (stream == null) {
                    throw contradiction;
                }
                return stream;
            }
        }
    }
}
