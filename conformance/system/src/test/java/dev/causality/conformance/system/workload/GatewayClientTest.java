package dev.causality.conformance.system.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.causality.checkers.history.ClientEvent.Result;
import dev.causality.conformance.system.workload.GatewayClient.Answer;
import dev.causality.conformance.system.workload.GatewayClient.Answers;
import dev.causality.v1.EventEnvelope;
import dev.causality.v1.IngestEventBatchRequest;
import dev.causality.v1.IngestEventBatchResponse;
import dev.causality.v1.IngestEventResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayClientTest {
    private static final EventEnvelope EVENT =
            EventEnvelope.newBuilder().setAppId("a").setIdempotencyKey("k").build();

    private HttpServer server;
    private volatile byte[] received = {};
    private volatile String path = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answers(int status, byte[] body, String... header) {
        server.createContext("/", exchange -> {
            received = exchange.getRequestBody().readAllBytes();
            path = exchange.getRequestURI().getPath();
            if (header.length > 0) {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private GatewayClient client(boolean json) {
        return new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key", json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_accepted_single_event_has_the_id_that_the_answer_names() throws InterruptedException {
        answers(200, bytes("{\"eventId\":\"e\",\"status\":\"accepted\"}"));
        assertThat(client(true).send(List.of(EVENT), null).events())
                .containsExactly(new Answer(Result.ACCEPTED, 200, "e", ""));
        assertThat(path).isEqualTo("/v1/events/ingest");
        assertThat(new String(received, StandardCharsets.UTF_8)).contains("\"idempotencyKey\":\"k\"");
    }

    @Test
    void an_accepted_single_event_in_protobuf_too() throws InterruptedException {
        answers(
                200,
                IngestEventResponse.newBuilder()
                        .setEventId("e")
                        .setStatus("accepted")
                        .build()
                        .toByteArray());
        assertThat(client(false).send(List.of(EVENT), null).events())
                .containsExactly(new Answer(Result.ACCEPTED, 200, "e", ""));
    }

    @Test
    void a_batch_is_answered_event_by_event() throws Exception {
        IngestEventBatchResponse.Builder response = IngestEventBatchResponse.newBuilder();
        response.addResultsBuilder().setIndex(1).setStatus("rejected").setError("invalid_event: no");
        response.addResultsBuilder().setIndex(0).setStatus("accepted").setEventId("e");
        response.addResultsBuilder().setIndex(2).setStatus("rejected").setError("retryable: stream_full: later");
        answers(200, response.build().toByteArray());
        assertThat(client(false).send(List.of(EVENT, EVENT, EVENT, EVENT), null).events())
                .extracting(Answer::result)
                .containsExactly(Result.ACCEPTED, Result.REJECTED, Result.UNKNOWN, Result.UNKNOWN);
        assertThat(IngestEventBatchRequest.parseFrom(received).getEventsCount()).isEqualTo(4);
        assertThat(path).isEqualTo("/v1/events/batch");
    }

    @Test
    void a_batch_is_answered_event_by_event_in_json_too() throws InterruptedException {
        answers(
                200,
                bytes("{\"results\":[{\"index\":0,\"status\":\"accepted\",\"eventId\":\"e\"},"
                        + "{\"index\":1,\"status\":\"rejected\",\"error\":\"invalid_event: no\"}]}"));
        assertThat(client(true).send(List.of(EVENT, EVENT), null).events())
                .extracting(Answer::result)
                .containsExactly(Result.ACCEPTED, Result.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 408})
    void what_may_yet_succeed_is_unknown_and_the_server_says_how_long_to_wait(int status) throws InterruptedException {
        answers(status, bytes("later"), "Retry-After", "3");
        Answers answers = client(true).send(List.of(EVENT, EVENT), null);
        assertThat(answers.events()).hasSize(2).containsOnly(new Answer(Result.UNKNOWN, status, null, "later"));
        assertThat(answers.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 413, 415})
    void what_is_the_client_s_mistake_is_refused_for_good(int status) throws InterruptedException {
        answers(status, bytes("no"));
        assertThat(client(true).send(List.of(EVENT), null).events())
                .containsExactly(new Answer(Result.REJECTED, status, null, "no"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"status\":\"accepted\"}", "not json"})
    void a_success_that_does_not_say_accepted_with_an_id_is_unknown(String body) throws InterruptedException {
        answers(200, bytes(body));
        assertThat(client(true).send(List.of(EVENT), null).events())
                .extracting(Answer::result)
                .containsExactly(Result.UNKNOWN);
    }

    @Test
    void a_connection_that_the_client_cuts_leaves_the_outcome_unknown() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        server.createContext("/", _ -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Answers answers = client(true).send(List.of(EVENT), Duration.ofMillis(20));
        never.countDown();
        assertThat(answers.events()).singleElement().satisfies(answer -> {
            assertThat(answer.result()).isEqualTo(Result.UNKNOWN);
            assertThat(answer.detail()).contains("the client cut the connection");
        });
    }

    @Test
    void a_server_that_is_not_there_leaves_it_unknown_too() throws InterruptedException {
        GatewayClient client = client(true);
        server.stop(0);
        assertThat(client.send(List.of(EVENT), null).events())
                .extracting(Answer::result)
                .containsExactly(Result.UNKNOWN);
    }
}
