package dev.causality.faults.plan;

import java.util.List;
import java.util.Locale;

/** Says in words what a plan will do: one sentence for each fault. */
public final class PlanPrinter {
    private PlanPrinter() {}

    /** The whole plan, a line for each fault behind one that names the seed. */
    public static String describe(FaultPlan plan) {
        StringBuilder text =
                new StringBuilder("seed " + plan.seed() + ", " + plan.faults().size() + " faults\n");
        plan.faults().forEach(fault -> text.append(describe(fault)).append('\n'));
        return text.toString();
    }

    /** One fault: its name, when, where and what. */
    public static String describe(PlannedFault planned) {
        return planned.name() + ": " + when(planned.schedule()) + ", on " + planned.target() + " "
                + describe(planned.fault());
    }

    /** What a fault does, wherever and whenever. */
    public static String describe(Fault fault) {
        return switch (fault) {
            case LinkFault link -> link(link);
            case HttpFault http -> http(http) + requests(http.match());
            case NatsFault nats -> nats(nats);
            case RedisFault redis -> redis(redis) + commands(redis.match());
            case ProcessFault process -> process(process);
            case WorldFault world -> world(world);
        };
    }

    private static String link(LinkFault fault) {
        return switch (fault) {
            case LinkFault.Latency f ->
                "bytes come " + millis(f.latencyMillis()) + " late"
                        + (f.jitterMillis() == 0 ? "" : ", give or take " + millis(f.jitterMillis()))
                        + reach(f.reach());
            case LinkFault.Bandwidth f ->
                "no more than " + f.kilobytesPerSecond() + " kB/s pass" + (f.shared() ? " in all" : "")
                        + reach(f.reach());
            case LinkFault.SlowClose f -> "ends come " + millis(f.delayMillis()) + " late" + reach(f.reach());
            case LinkFault.Timeout f ->
                "nothing passes"
                        + (f.timeoutMillis() == 0 ? "" : " and connections close after " + millis(f.timeoutMillis()))
                        + reach(f.reach());
            case LinkFault.ResetPeer f -> "connections are reset after " + millis(f.timeoutMillis()) + reach(f.reach());
            case LinkFault.Slicer f ->
                "bytes come in pieces of " + f.averageSize() + " ± " + f.sizeVariation() + ", " + f.delayMicros()
                        + " µs apart" + reach(f.reach());
            case LinkFault.LimitData f -> "connections close after " + f.bytes() + " bytes" + reach(f.reach());
            case LinkFault.Down _ -> "nobody can connect, and open connections close";
            case LinkFault.Corrupt f -> "one byte in " + f.oneIn() + " is changed" + reach(f.reach());
            case LinkFault.DropConnections f -> "the first " + f.count() + " connections are reset";
            case LinkFault.CutAfter f ->
                "connections are " + (f.reset() ? "reset " : "closed ") + millis(f.afterMillis())
                        + " after they were made" + share(f.reach());
            case LinkFault.BlackHole f -> "bytes vanish" + reach(f.reach());
            case LinkFault.HalfOpen f -> "the receiver is gone and the sender does not learn it" + reach(f.reach());
        };
    }

    private static String http(HttpFault fault) {
        return switch (fault) {
            case HttpFault.Answer f -> "answers " + status(f.status(), f.code()) + " without asking the server, to ";
            case HttpFault.Drop f -> (f.reset() ? "resets" : "closes") + " the connection instead of forwarding ";
            case HttpFault.LoseResponse f ->
                switch (f.loss()) {
                    case CLOSE -> "forwards, then closes the connection instead of answering, ";
                    case RESET -> "forwards, then resets the connection instead of answering, ";
                    case SILENCE -> "forwards, then never answers, ";
                };
            case HttpFault.ReplaceResponse f -> "forwards, then answers " + status(f.status(), f.code()) + " to ";
            case HttpFault.CutBody f ->
                (f.reset() ? "resets" : "cuts") + " the connection after " + f.afterBytes()
                        + " bytes of the body of the " + name(f.part()) + " of ";
            case HttpFault.Stall f ->
                "stalls " + millis(f.millis()) + " " + place(f) + " the " + name(f.part()) + " of ";
            case HttpFault.WrongChecksum f ->
                "changes a byte in the body, not the checksum, of the " + name(f.part()) + " of ";
        };
    }

    private static String place(HttpFault.Stall stall) {
        return switch (stall.point()) {
            case BEFORE -> "before";
            case WITHIN -> "after " + stall.afterBytes() + " bytes of the body of";
            case AFTER -> "before the last byte of";
        };
    }

    private static String nats(NatsFault fault) {
        return switch (fault) {
            case NatsFault.DropAcks f ->
                "drops " + which(f.which()) + answers(f.answers()) + " of " + any(f.consumer(), "consumer");
            case NatsFault.DelayAcks f ->
                "delays by " + millis(f.millis()) + " " + which(f.which()) + answers(f.answers()) + " of "
                        + any(f.consumer(), "consumer");
            case NatsFault.DropDeliveries f ->
                "drops " + which(f.which()) + "deliveries to " + any(f.consumer(), "consumer");
            case NatsFault.DelayDeliveries f ->
                "delays by " + millis(f.millis()) + " " + which(f.which()) + "deliveries to "
                        + any(f.consumer(), "consumer");
            case NatsFault.CutAtAck f ->
                (f.reset() ? "resets" : "closes") + " the connection " + (f.forwardFirst() ? "after " : "instead of ")
                        + which(f.which()) + "acks of " + any(f.consumer(), "consumer");
            case NatsFault.LoseConfirmations f ->
                "loses " + which(f.which()) + "confirmations of messages on " + any(f.subject(), "subject");
        };
    }

    private static String redis(RedisFault fault) {
        return switch (fault) {
            case RedisFault.Answer f -> "answers \"" + f.error() + "\" without asking the server, to ";
            case RedisFault.Drop f -> (f.reset() ? "resets" : "closes") + " the connection instead of forwarding ";
            case RedisFault.LoseReply f ->
                "forwards, then " + (f.reset() ? "resets" : "closes") + " the connection instead of answering, ";
            case RedisFault.Delay f -> "delays by " + millis(f.millis()) + " ";
        };
    }

    private static String process(ProcessFault fault) {
        return switch (fault) {
            case ProcessFault.Signal f -> "sends SIG" + f.signal();
            case ProcessFault.ClockJump f -> "the clock jumps by " + f.byMillis() + " ms";
            case ProcessFault.ClockDrift f -> "the clock drifts by " + f.partsPerMillion() + " ppm";
        };
    }

    private static String world(WorldFault fault) {
        return switch (fault) {
            case WorldFault.StreamRestart f ->
                "the server stops, and starts again " + (f.losesUnsynced() ? "without" : "with")
                        + " what was not yet written to disk";
            case WorldFault.StreamDeletion f -> "the stream " + f.stream() + " is deleted, and made again";
            case WorldFault.LatePut f ->
                "of PUTs without an answer, " + which(f.which()) + "are carried out " + millis(f.delayMillis())
                        + " later";
        };
    }

    private static String when(Schedule schedule) {
        String begin = switch (schedule.begin()) {
            case Schedule.At(long at) -> at == 0 ? "from the beginning" : "at " + millis(at);
            case Schedule.Every(long first, long period, long times) ->
                "every " + millis(period) + " from " + millis(first) + " on"
                        + (times == 0 ? "" : ", " + times + " times");
            case Schedule.When(WirePoint point, long delay, long from) ->
                (from == 0 ? "" : "from " + millis(from) + " on, ")
                        + (delay == 0 ? "at " : millis(delay) + " after ")
                        + point(point);
        };
        String end = switch (schedule.end()) {
            case Schedule.Never _ -> "";
            case Schedule.Lasting(long lasting) -> lasting == 0 ? "" : " for " + millis(lasting);
            case Schedule.Until(long until) -> " until " + millis(until);
            case Schedule.UntilWire(WirePoint point) -> " until " + point(point);
        };
        return begin + end;
    }

    private static String point(WirePoint point) {
        StringBuilder text = new StringBuilder(ordinal(point.nth()) + name(point.moment()));
        text.append(point.detail().isEmpty() ? "" : " of " + point.detail());
        text.append(point.link().isEmpty() ? "" : " on " + point.link());
        if (!point.after().isEmpty()) {
            List<String> seen =
                    point.after().stream().map(moment -> "a " + name(moment)).toList();
            text.append(" after ").append(String.join(", then ", seen));
        }
        return switch (point.held()) {
            case PASS -> text.toString();
            case HOLD_THEN_PASS -> text + " (held until then)";
            case HOLD_THEN_DROP -> text + " (held until then, and dropped)";
        };
    }

    private static String requests(HttpFault.Match match) {
        return which(match.which())
                + (match.method().isEmpty() ? "requests" : match.method() + " requests")
                + (match.path().isEmpty() ? "" : " to " + match.path())
                + (match.header().isEmpty()
                        ? ""
                        : " with " + match.header()
                                + (match.headerValue().isEmpty() ? "" : ": " + match.headerValue()));
    }

    private static String commands(RedisFault.Match match) {
        return which(match.which())
                + (match.command().isEmpty() ? "commands" : match.command())
                + (match.key().isEmpty() ? "" : " of " + match.key());
    }

    private static String which(Occurrence which) {
        String share =
                which.probability() == 1 ? "" : String.format(Locale.ROOT, "%.4g %% of ", which.probability() * 100);
        if (which.count() == 0) {
            return share + (which.from() == 1 ? "all " : "all from the " + which.from() + ". on of the ");
        }
        if (which.count() == 1) {
            return share + "the " + which.from() + ". of the ";
        }
        return share + "the " + which.from() + ". to " + (which.from() + which.count() - 1) + ". of the ";
    }

    private static String answers(NatsFault.Answers answers) {
        return answers == NatsFault.Answers.ANY ? "answers" : name(answers) + " answers";
    }

    private static String reach(Reach reach) {
        return ", " + name(reach.stream()) + share(reach);
    }

    private static String share(Reach reach) {
        return reach.toxicity() == 1
                ? ""
                : String.format(Locale.ROOT, ", on %.4g %% of the connections", reach.toxicity() * 100);
    }

    private static String any(String pattern, String what) {
        return pattern.isEmpty() ? "any " + what : pattern;
    }

    private static String status(int status, String code) {
        return code.isEmpty() ? Integer.toString(status) : status + " " + code;
    }

    private static String ordinal(long nth) {
        return nth == 1 ? "the first " : "the " + nth + ". ";
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String millis(long millis) {
        return millis >= 1000 && millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
