package dev.causality.checkers;

import dev.causality.checkers.history.ClientEvent.PoisonAttempt;
import dev.causality.checkers.history.ClientEvent.PoisonConfirmed;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StreamEvent.DeadLetter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * B4: each poison that was published is dead, with its own bytes, after one delivery; nothing else is dead, and its
 * neighbours in the stream are stored.
 *
 * <p>More than one delivery is in order where the worker may have died between the dead letter and the termination: when
 * a fault hit a process between the publication and the burial. A fault of the store or the gateway is no excuse.
 */
final class B4PoisonIsBuried implements Checker {
    private static final Set<String> NO_EXCUSE = Set.of("store", "gateway");
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(1);

    @Override
    public String invariant() {
        return "B4";
    }

    @Override
    public String promise() {
        return "poison is dead with its bytes, after one delivery, and nothing else is";
    }

    @Override
    public Verdict check(History history) {
        return new Check(history).verdict();
    }

    /** The work on one history. */
    private static final class Check {
        private final History history;
        private final Fates fates;
        private final FaultWindows faults;
        private final Map<String, PoisonAttempt> attempts = new LinkedHashMap<>();
        private final Map<Identity, PoisonConfirmed> confirmed = new LinkedHashMap<>();
        private final Violations wrong = new Violations();
        private long unfinished;

        Check(History history) {
            this.history = history;
            fates = Fates.of(history);
            faults = FaultWindows.of(history);
            history.all(PoisonAttempt.class).forEach(poison -> attempts.put(poison.poison(), poison));
            history.all(PoisonConfirmed.class)
                    .forEach(poison -> confirmed.put(new Identity(poison.created(), poison.sequence()), poison));
        }

        Verdict verdict() {
            confirmed.forEach(this::checkPoison);
            confirmed.keySet().forEach(this::checkNeighbours);
            checkOthers();
            return wrong.orElse(
                    wrong.count() + " cases of poison treated wrongly, or of others treated as poison", rest());
        }

        private Verdict rest() {
            if (confirmed.isEmpty()) {
                return new Verdict.Unknown("no poison was published");
            }
            return unfinished > 0
                    ? new Verdict.Unknown(unfinished + " poison messages are not finished")
                    : new Verdict.Valid(confirmed.size() + " poison messages dead with their bytes, nothing else");
        }

        private void checkPoison(Identity identity, PoisonConfirmed confirmation) {
            PoisonAttempt poison = Objects.requireNonNull(attempts.get(confirmation.poison()));
            String name = poison.poison() + " (" + poison.poisonKind() + ", " + identity + ")";
            if (fates.rows().byMessage().containsKey(identity)) {
                wrong.add(name + " is stored");
            }
            List<DeadLetter> entries = fates.graves().of(identity);
            if (entries.isEmpty()) {
                boolean open = fates.messages()
                        .get(identity)
                        .map(fates.messages()::isUnfinished)
                        .orElse(false);
                if (open) {
                    unfinished++;
                } else {
                    wrong.add(name + " is not among the dead letters");
                }
                return;
            }
            DeadLetter entry = entries.getFirst();
            if (!poison.sha256().equals(entry.sha256())) {
                wrong.add(name + " is dead with other bytes: " + entry.bytes() + " for " + poison.bytes());
            }
            if (entry.deliveries() > 1 && !isExcused(confirmation, entry)) {
                wrong.add(name + " was delivered " + entry.deliveries() + " times though no worker died");
            }
        }

        private boolean isExcused(PoisonConfirmed confirmation, DeadLetter entry) {
            return faults.overlapping(confirmation.atMicros(), buriedAtMicros(entry)).stream()
                    .anyMatch(window -> !NO_EXCUSE.contains(window.role()));
        }

        private long buriedAtMicros(DeadLetter entry) {
            Instant time = instant(entry.time());
            Instant start = instant(history.run().startedAt());
            return time == null || start == null
                    ? Long.MAX_VALUE
                    : Duration.between(start, time).plus(CLOCK_SLACK).toNanos() / 1000;
        }

        private static @Nullable Instant instant(@Nullable String text) {
            try {
                return text == null ? null : Instant.parse(text);
            } catch (DateTimeException e) {
                return null;
            }
        }

        private void checkNeighbours(Identity poison) {
            for (long distance : new long[] {-1, 1}) {
                Identity neighbour = new Identity(poison.created(), poison.sequence() + distance);
                fates.messages()
                        .get(neighbour)
                        .filter(_ -> !confirmed.containsKey(neighbour))
                        .filter(message -> fates.rows().of(message).isEmpty())
                        .filter(message -> !fates.messages().isUnfinished(message))
                        .ifPresent(_ -> wrong.add(neighbour + ", next to the poison at " + poison + ", is not stored"));
            }
        }

        private void checkOthers() {
            Map<String, Long> open = unconfirmedByHash();
            fates.graves().byMessage().forEach((identity, entries) -> {
                DeadLetter entry = entries.getFirst();
                if (!confirmed.containsKey(identity)
                        && !takeOne(open, Objects.requireNonNullElse(entry.sha256(), ""))) {
                    wrong.add(identity + " is dead (entry " + entry.entrySequence() + ", " + entry.reason()
                            + ") and was no poison");
                }
            });
        }

        /**
         * How many publications of these bytes were never confirmed. They may have happened, and are known by their bytes
         * alone; so their number matters, for poison may have the bytes of other poison, as all that is empty has.
         */
        private Map<String, Long> unconfirmedByHash() {
            Map<String, Long> open = new LinkedHashMap<>();
            attempts.values().forEach(poison -> open.merge(poison.sha256(), 1L, Long::sum));
            history.all(PoisonConfirmed.class)
                    .map(poison -> Objects.requireNonNull(attempts.get(poison.poison())))
                    .forEach(poison -> open.merge(poison.sha256(), -1L, Long::sum));
            return open;
        }

        private static boolean takeOne(Map<String, Long> open, String sha256) {
            if (open.getOrDefault(sha256, 0L) <= 0) {
                return false;
            }
            open.merge(sha256, -1L, Long::sum);
            return true;
        }
    }
}
