package dev.causality.checkers;

import dev.causality.checkers.FaultWindows.Window;
import dev.causality.checkers.history.History;
import dev.causality.checkers.history.ProcessEvent.ProcessExited;
import dev.causality.checkers.history.ProcessEvent.ProcessSignalled;
import dev.causality.checkers.history.ProcessEvent.Signal;
import dev.causality.checkers.history.StreamEvent.ConsumerSample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * B8: a process that is asked to stop ends inside the timeout, with code 0 where the servers are healthy; and what it
 * held is not delivered again.
 *
 * <p>Redeliveries are counted from the consumer's own numbers: deliveries less the highest message delivered grow by one
 * with each. They can be laid at the stop's door only where nothing else was broken from one ack wait before it to one
 * ack wait after it; at least one such stop is needed for a verdict. A duplicate row after it is B7's.
 */
final class B8StopsInOrder implements Checker {
    private static final long MICROS_PER_MILLI = 1000;
    private static final long EXIT_SLACK_MILLIS = 1000;
    private static final long SETTLE_SLACK_MILLIS = 1000;
    private static final String SINK = "sink";

    @Override
    public String invariant() {
        return "B8";
    }

    @Override
    public String promise() {
        return "SIGTERM: exit 0 in time, nothing delivered again after it";
    }

    @Override
    public Verdict check(History history) {
        return new Check(history).verdict();
    }

    /** The work on one history. */
    private static final class Check {
        private final History history;
        private final FaultWindows faults;
        private final Map<String, String> roles;
        private final long settleMicros;
        private final Violations wrong = new Violations();
        private int stops;
        private int cleanStops;

        Check(History history) {
            this.history = history;
            faults = FaultWindows.of(history);
            roles = FaultWindows.roles(history);
            settleMicros = (history.scope().ackWaitMillis() + SETTLE_SLACK_MILLIS) * MICROS_PER_MILLI;
        }

        Verdict verdict() {
            history.all(ProcessSignalled.class)
                    .filter(signalled -> signalled.signal() == Signal.TERM)
                    .forEach(this::check);
            return wrong.orElse(
                    wrong.count() + " of " + stops + " stops were not in order",
                    cleanStops == 0
                            ? new Verdict.Unknown("no sink was stopped while nothing else was broken")
                            : new Verdict.Valid(stops + " stops in order, after " + cleanStops
                                    + " of which redeliveries were looked for"));
        }

        private void check(ProcessSignalled stop) {
            stops++;
            Optional<ProcessExited> exit = history.all(ProcessExited.class)
                    .filter(exited -> exited.process().equals(stop.process()))
                    .filter(exited -> exited.atMicros() >= stop.atMicros())
                    .findFirst();
            if (exit.isEmpty()) {
                wrong.add(name(stop) + " did not end it");
                return;
            }
            long tookMillis = (exit.get().atMicros() - stop.atMicros()) / MICROS_PER_MILLI;
            long limitMillis = history.scope().shutdownTimeoutMillis();
            if (tookMillis > limitMillis + EXIT_SLACK_MILLIS) {
                wrong.add(name(stop) + " took " + tookMillis + " ms, with a timeout of " + limitMillis + " ms");
            } else if (isHealthy(stop, exit.get())) {
                checkHealthy(stop, exit.get());
            }
        }

        private boolean isHealthy(ProcessSignalled stop, ProcessExited exit) {
            return othersThan(stop, stop.atMicros(), exit.atMicros()).isEmpty();
        }

        private void checkHealthy(ProcessSignalled stop, ProcessExited exit) {
            if (exit.exitCode() != 0) {
                wrong.add(name(stop) + " made it exit with " + exit.exitCode());
            } else if (SINK.equals(roles.get(stop.process()))) {
                checkRedeliveries(stop, exit);
            }
        }

        private void checkRedeliveries(ProcessSignalled stop, ProcessExited exit) {
            long end = exit.atMicros() + settleMicros;
            if (!othersThan(stop, stop.atMicros() - settleMicros, end).isEmpty()) {
                return;
            }
            Optional<ConsumerSample> before = sample(sample -> sample.atMicros() <= stop.atMicros());
            Optional<ConsumerSample> after = sample(sample -> sample.atMicros() <= end);
            long ackWaitMicros = history.scope().ackWaitMillis() * MICROS_PER_MILLI;
            if (before.isEmpty()
                    || before.get().redelivered() > 0
                    || after.isEmpty()
                    || after.get().atMicros() < exit.atMicros() + ackWaitMicros) {
                return;
            }
            cleanStops++;
            long redelivered = surplus(after.get()) - surplus(before.get());
            if (redelivered > 0) {
                wrong.add(name(stop) + " was followed by " + redelivered + " redeliveries");
            }
        }

        private List<Window> othersThan(ProcessSignalled stop, long fromMicros, long toMicros) {
            return faults.overlapping(fromMicros, toMicros).stream()
                    .filter(window -> !window.plan().target().equals(stop.process())
                            || window.fromMicros() > stop.atMicros()
                            || window.toMicros() < stop.atMicros())
                    .toList();
        }

        private Optional<ConsumerSample> sample(Predicate<ConsumerSample> when) {
            return history.all(ConsumerSample.class)
                    .filter(sample -> sample.consumer().equals(history.scope().consumer()))
                    .filter(when)
                    .reduce((first, second) -> second);
        }

        private static long surplus(ConsumerSample sample) {
            return sample.deliveredConsumerSequence() - sample.deliveredStreamSequence();
        }

        private static String name(ProcessSignalled stop) {
            return "SIGTERM to " + stop.process() + " at " + stop.atMicros() / MICROS_PER_MILLI + " ms";
        }
    }
}
