package dev.causality.conformance.system.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventBatchResponse;
import dev.causality.v1.IngestEventRequest;
import dev.causality.v1.IngestEventResponse;
import dev.causality.v1.IngestEventResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The HTTP API as a client sees it: events in, one answer for each out, whatever happens. Thread-safe. */
final class GatewayClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration LAST_RESORT = Duration.ofSeconds(15);
    private static final long MAX_RETRY_AFTER_SECONDS = 10;
    private static final String RETRYABLE = "retryable: ";

    /** Statuses by which a client learns that repeating the same request is of no use. */
    private static final Set<Integer> FINAL = Set.of(400, 401, 403, 404, 405, 413, 415);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI api;
    private final String apiKey;
    private final boolean json;

    GatewayClient(URI api, String apiKey, boolean json) {
        this.api = api;
        this.apiKey = apiKey;
        this.json = json;
    }

    /** What a client was told about one event. */
    record Answer(Result result, int status, @Nullable String eventId, String detail) {}

    /** The answers to a request, one for each event, and how long the server asks to wait. */
    record Answers(List<Answer> events, Duration retryAfter) {}

    /**
     * Sends events in one request: one as a single, more as a batch.
     *
     * @param cutAfter when to cut the connection, in the middle of whatever happens; null to wait for the answer
     */
    Answers send(List<EventEnvelope> events, @Nullable Duration cutAfter) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request(events), HttpResponse.BodyHandlers.ofByteArray());
        Duration patience = cutAfter == null ? LAST_RESORT : cutAfter;
        try {
            return read(events.size(), response.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            response.cancel(true);
            return unknown(events.size(), 0, "the client cut the connection after " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            return unknown(events.size(), 0, String.valueOf(e.getCause()));
        } catch (IOException | RuntimeException e) {
            return unknown(events.size(), 0, "an answer that makes no sense: " + e);
        }
    }

    private HttpRequest request(List<EventEnvelope> events) {
        boolean single = events.size() == 1;
        return HttpRequest.newBuilder(api.resolve(single ? "/v1/events/ingest" : "/v1/events/batch"))
                .timeout(TIMEOUT)
                .header("X-API-Key", apiKey)
                .header("Content-Type", json ? "application/json" : "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(events, single)))
                .build();
    }

    private byte[] body(List<EventEnvelope> events, boolean single) {
        Message request = single
                ? IngestEventRequest.newBuilder().setEvent(events.getFirst()).build()
                : IngestEventBatchRequest.newBuilder().addAllEvents(events).build();
        try {
            return json ? PRINTER.print(request).getBytes(StandardCharsets.UTF_8) : request.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("an event that was just made cannot be printed", e);
        }
    }

    private Answers read(int count, HttpResponse<byte[]> response) throws IOException {
        int status = response.statusCode();
        if (status == 200) {
            return new Answers(count == 1 ? List.of(single(response)) : batch(count, response), Duration.ZERO);
        }
        String said = new String(response.body(), StandardCharsets.UTF_8);
        if (FINAL.contains(status)) {
            Answer refused = new Answer(Result.REJECTED, status, null, said);
            return new Answers(Collections.nCopies(count, refused), Duration.ZERO);
        }
        long seconds = response.headers().firstValueAsLong("Retry-After").orElse(0);
        Answers unknown = unknown(count, status, said);
        return new Answers(unknown.events(), Duration.ofSeconds(Math.clamp(seconds, 0, MAX_RETRY_AFTER_SECONDS)));
    }

    private Answer single(HttpResponse<byte[]> response) throws IOException {
        if (!json) {
            IngestEventResponse body = IngestEventResponse.parseFrom(response.body());
            return answer(body.getStatus(), body.getEventId(), "");
        }
        JsonNode body = JSON.readTree(response.body());
        return answer(text(body, "status"), text(body, "eventId"), "");
    }

    private List<Answer> batch(int count, HttpResponse<byte[]> response) throws IOException {
        Map<Integer, Answer> byIndex = new TreeMap<>();
        if (json) {
            for (JsonNode result : JSON.readTree(response.body()).path("results")) {
                byIndex.put(
                        result.path("index").asInt(),
                        answer(text(result, "status"), text(result, "eventId"), text(result, "error")));
            }
        } else {
            for (IngestEventResult result :
                    IngestEventBatchResponse.parseFrom(response.body()).getResultsList()) {
                byIndex.put(result.getIndex(), answer(result.getStatus(), result.getEventId(), result.getError()));
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            answers.add(byIndex.getOrDefault(
                    index, new Answer(Result.UNKNOWN, 200, null, "the answer says nothing about this event")));
        }
        return answers;
    }

    private static Answer answer(String status, String eventId, String error) {
        if (status.equals("accepted") && !eventId.isEmpty()) {
            return new Answer(Result.ACCEPTED, 200, eventId, "");
        }
        boolean forGood = status.equals("rejected") && !error.startsWith(RETRYABLE);
        return new Answer(forGood ? Result.REJECTED : Result.UNKNOWN, 200, null, error);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static Answers unknown(int count, int status, String detail) {
        return new Answers(Collections.nCopies(count, new Answer(Result.UNKNOWN, status, null, detail)), Duration.ZERO);
    }
}
