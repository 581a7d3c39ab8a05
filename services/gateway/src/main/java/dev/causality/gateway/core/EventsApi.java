package dev.causality.gateway.core;

import dev.causality.gateway.config.GatewayConfig;
import dev.causality.gateway.core.Outcome.Failed;
import dev.causality.gateway.core.Outcome.Ok;
import dev.causality.kernel.Kernel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The two routes by which events come in: who sends, what, how much; then the {@link Intake}. */
final class EventsApi {

    private static final String API_KEY = "X-API-Key";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final Kernel kernel;
    private final GatewayConfig config;
    private final KeyIndex keys;
    private final Intake intake;
    private final BodyReader bodies;
    private final JsonRequests json;
    private final GatewayMetrics metrics;

    EventsApi(Kernel kernel, GatewayConfig config, KeyIndex keys, Intake intake, GatewayMetrics metrics) {
        this.kernel = kernel;
        this.config = config;
        this.keys = keys;
        this.intake = intake;
        this.bodies = new BodyReader(
                kernel, config.limits().bodyBytes(), config.limits().bodyTimeout());
        this.json = new JsonRequests(kernel);
        this.metrics = metrics;
    }

    /** Answers a POST of one event or of a batch. */
    Response post(Route route, Request request, RequestIds ids, Backend backend, Capacity.Share share) {
        Outcome<KeyIndex.Entry> key = authenticate(request);
        Outcome<MediaType> type = key.then(_ -> contentType(request));
        Outcome<byte[]> body = type.then(_ -> bodies.read(request.body(), share));
        Outcome<List<Item>> items = body.then(bytes -> items(route, bytes, value(type)));
        return switch (items.then(found -> admit(found, value(key), share))) {
            case Failed<List<Item>>(Problem problem) -> {
                metrics.refused(problem);
                yield Answers.refusal(route, ids, problem);
            }
            case Ok<List<Item>>(List<Item> admitted) -> {
                List<Verdict> verdicts = intake.take(
                        value(key).key(), admitted, ids, backend, kernel.deadlineIn(config.publishTimeout()));
                metrics.judged(verdicts);
                MediaType answerType = MediaType.ofAnswer(request.headers().first("Accept"), value(type));
                yield route == Route.INGEST
                        ? EventAnswers.single(ids, answerType, verdicts.getFirst())
                        : EventAnswers.batch(ids, answerType, verdicts);
            }
        };
    }

    private Outcome<KeyIndex.Entry> authenticate(Request request) {
        Optional<String> presented = request.headers().first(API_KEY);
        if (presented.isEmpty()) {
            return new Failed<>(Problem.of(ErrorCode.UNAUTHENTICATED, "the header " + API_KEY + " is missing"));
        }
        Optional<KeyIndex.Entry> entry = KeyDigest.ofPresented(presented.get()).flatMap(keys::find);
        return entry.<Outcome<KeyIndex.Entry>>map(Ok::new)
                .orElseGet(() -> new Failed<>(
                        Problem.of(ErrorCode.UNAUTHENTICATED, "this " + API_KEY + " is unknown or has been revoked")));
    }

    private static Outcome<MediaType> contentType(Request request) {
        Optional<String> given = request.headers().first(CONTENT_TYPE);
        Optional<MediaType> type = given.flatMap(MediaType::ofContent);
        return type.<Outcome<MediaType>>map(Ok::new)
                .orElseGet(() -> new Failed<>(Problem.inField(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        CONTENT_TYPE,
                        given.isEmpty()
                                ? "is missing; send " + MediaType.SUPPORTED
                                : "must be " + MediaType.SUPPORTED)));
    }

    private Outcome<List<Item>> items(Route route, byte[] body, MediaType type) {
        if (body.length == 0) {
            return new Failed<>(Problem.of(ErrorCode.MALFORMED, "the body is empty"));
        }
        if (route == Route.INGEST) {
            Outcome<Item> item = type == MediaType.JSON ? json.single(body) : ProtobufRequests.single(body);
            return item.then(one -> new Ok<>(List.of(one)));
        }
        int most = config.limits().batchEvents();
        return (type == MediaType.JSON ? json.batch(body, most) : ProtobufRequests.batch(body, most))
                .then(found ->
                        found.isEmpty() || found.size() > most ? wrongSize(found.isEmpty(), most) : new Ok<>(found));
    }

    private static Outcome<List<Item>> wrongSize(boolean empty, int most) {
        return new Failed<>(Problem.inField(
                ErrorCode.INVALID_BATCH,
                "events",
                "must hold 1 to " + most + " events, " + (empty ? "not none" : "not more")));
    }

    /** Makes room for the events, and counts them against the key's limit: all of a request or none. */
    private static Outcome<List<Item>> admit(List<Item> items, KeyIndex.Entry key, Capacity.Share share) {
        if (!share.take((long) items.size() * GatewayConfig.Limits.EVENT_OVERHEAD)) {
            return new Failed<>(BodyReader.overloaded());
        }
        long waitNanos = key.events().map(bucket -> bucket.take(items.size())).orElse(0L);
        if (waitNanos == 0) {
            return new Ok<>(items);
        }
        int seconds = (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(waitNanos, NANOS_PER_SECOND));
        return new Failed<>(Problem.retryAfter(
                ErrorCode.RATE_LIMITED,
                seconds,
                "this API key may send " + key.events().orElseThrow().rate().eventsPerSecond()
                        + " events per second; none of the request's " + items.size() + " events was taken"));
    }

    private static <T> T value(Outcome<T> outcome) {
        if (outcome instanceof Ok<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("an earlier step has failed");
    }
}
