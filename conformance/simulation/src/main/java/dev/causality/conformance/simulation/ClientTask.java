package dev.causality.conformance.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.causality.checkers.history.ClientEvent.Attempt;
import dev.causality.checkers.history.ClientEvent.Outcome;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.events.EventSubjects;
import dev.causality.faults.sim.SimKernel;
import dev.causality.gateway.core.Response;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Randomness;
import dev.causality.kernel.Task;
import dev.causality.v1.IngestEventBatchResponse;
import dev.causality.v1.IngestEventResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One client: sends its requests one after the other, each until it is answered for good, and writes it all down. */
final class ClientTask {

    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final int LONGEST_PAUSE_MILLIS = 2_000;
    private static final int MOST_ATTEMPTS = 400;
    private static final int OK = 200;

    private final SimKernel kernel;
    private final Recorder recorder;
    private final Truth truth;
    private final EventMaker maker;
    private final List<GatewayHost> gateways;
    private final Map<Integer, String> keys;
    private final String name;
    private final Randomness random;
    private final Map<Integer, Integer> attemptsOf = new TreeMap<>();
    private final Map<Integer, Long> firstAttempt = new TreeMap<>();
    private final long rememberedNanos;
    private long requests;

    ClientTask(
            SimKernel kernel,
            Recorder recorder,
            Truth truth,
            EventMaker maker,
            List<GatewayHost> gateways,
            Map<Integer, String> keys,
            Duration dedupWindow,
            int number) {
        this.rememberedNanos = dedupWindow.minus(TIMEOUT.multipliedBy(2)).toNanos();
        this.kernel = kernel;
        this.recorder = recorder;
        this.truth = truth;
        this.maker = maker;
        this.gateways = gateways;
        this.keys = keys;
        this.name = "client-" + number;
        this.random = kernel.random(name);
    }

    void send(List<PlannedRequest> plan) {
        for (PlannedRequest request : plan) {
            kernel.sleep(Duration.ofMillis(request.pauseMillis()), Cancellation.NEVER);
            List<PlannedEvent> open = remembered(request.events());
            for (int attempt = 0; attempt < MOST_ATTEMPTS && !open.isEmpty(); attempt++) {
                if (attempt > 0) {
                    int longest = Math.min(LONGEST_PAUSE_MILLIS, 100 << Math.min(attempt, 5));
                    kernel.sleep(Duration.ofMillis(random.nextInt(longest)), Cancellation.NEVER);
                }
                open = remembered(request.hedged() ? hedged(open) : attempt(open));
            }
        }
    }

    /** Those that the stream surely recognises if it has them: a client that goes on for longer may store an event twice. */
    private List<PlannedEvent> remembered(List<PlannedEvent> events) {
        long now = kernel.nanoTime();
        return events.stream()
                .filter(event -> now - firstAttempt.computeIfAbsent(event.number(), _ -> now) < rememberedNanos)
                .toList();
    }

    /** The same request twice at once; what is open afterwards was accepted by neither. */
    private List<PlannedEvent> hedged(List<PlannedEvent> events) {
        List<List<PlannedEvent>> open = new ArrayList<>();
        Task second = kernel.start("hedge", () -> open.add(attempt(events)));
        List<PlannedEvent> left = attempt(events);
        second.join(Deadline.NEVER);
        return left.stream().filter(open.getFirst()::contains).toList();
    }

    private List<PlannedEvent> attempt(List<PlannedEvent> events) {
        String request = name + "-" + ++requests;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            names.add(begun(request, i, events.get(i)));
        }
        boolean batch = events.size() > 1;
        GatewayHost gateway = gateways.get(random.nextInt(gateways.size()));
        Map<String, String> headers = new TreeMap<>();
        headers.put("X-API-Key", keys.getOrDefault(events.getFirst().app(), ""));
        headers.put("Content-Type", "application/x-protobuf");
        Optional<Response> response = gateway.call(
                kernel, batch ? "/v1/events/batch" : "/v1/events/ingest", headers, maker.body(events), TIMEOUT);
        List<Told> told = told(response, events.size());
        List<PlannedEvent> open = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            ended(names.get(i), events.get(i), told.get(i));
            if (told.get(i).result() == Result.UNKNOWN) {
                open.add(events.get(i));
            }
        }
        return open;
    }

    private String begun(String request, int index, PlannedEvent event) {
        String attempt = request + "-" + index;
        int number = attemptsOf.merge(event.number(), 1, Integer::sum);
        recorder.add(at -> new Attempt(
                at,
                attempt,
                request,
                name,
                event.number(),
                number,
                EventMaker.app(event.app()),
                maker.idempotencyKey(event),
                event.ownId() ? maker.eventId(event) : null,
                maker.partition(event),
                event.valid(),
                EventMaker.digest(event)));
        return attempt;
    }

    private void ended(String attempt, PlannedEvent event, Told told) {
        recorder.add(at -> new Outcome(at, attempt, told.result(), told.status(), told.eventId(), told.detail()));
        String id = EventSubjects.messageId(EventMaker.app(event.app()), maker.idempotencyKey(event));
        if (told.result() == Result.ACCEPTED && !truth.confirmed(id)) {
            truth.broken("A1", attempt + " was accepted before the stream had stored " + id);
        }
        if (told.result() == Result.REJECTED && event.valid()) {
            truth.broken("A5", attempt + " is valid and was rejected: " + told.status() + " " + told.detail());
        }
    }

    /** What a client was told of one event. */
    private record Told(Result result, int status, @Nullable String eventId, String detail) {}

    private static List<Told> told(Optional<Response> response, int events) {
        if (response.isEmpty()) {
            return all(events, new Told(Result.UNKNOWN, 0, null, "no answer"));
        }
        int status = response.get().status();
        byte[] body = response.get().body();
        if (status != OK) {
            boolean forGood = status >= 400 && status < 500 && status != 408 && status != 429 && status != 401;
            String detail = new String(body, StandardCharsets.UTF_8);
            return all(events, new Told(forGood ? Result.REJECTED : Result.UNKNOWN, status, null, detail));
        }
        try {
            return events == 1 ? single(body) : batch(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the gateway's answer cannot be read", e);
        }
    }

    private static List<Told> single(byte[] body) throws InvalidProtocolBufferException {
        IngestEventResponse answer = IngestEventResponse.parseFrom(body);
        return List.of(new Told(Result.ACCEPTED, OK, answer.getEventId(), answer.getStatus()));
    }

    private static List<Told> batch(byte[] body) throws InvalidProtocolBufferException {
        return IngestEventBatchResponse.parseFrom(body).getResultsList().stream()
                .map(result -> result.getStatus().equals("accepted")
                        ? new Told(Result.ACCEPTED, OK, result.getEventId(), "accepted")
                        : rejected(result.getError()))
                .toList();
    }

    /** In a batch, what may be repeated says so by its code. */
    private static Told rejected(String error) {
        boolean again = RETRYABLE.stream().anyMatch(error::contains);
        return new Told(again ? Result.UNKNOWN : Result.REJECTED, OK, null, error);
    }

    private static final List<String> RETRYABLE = List.of(
            "stream_full", "stream_unavailable", "outcome_unknown", "duplicate_pending", "not_ready", "overloaded");

    private static List<Told> all(int events, Told told) {
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add(told);
        }
        return all;
    }
}
