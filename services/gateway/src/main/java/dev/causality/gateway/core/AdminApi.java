package dev.causality.gateway.core;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causality.events.AppId;
import dev.causality.events.Violation;
import dev.causality.gateway.config.Rate;
import dev.causality.gateway.core.Outcome.Failed;
import dev.causality.gateway.core.Outcome.Ok;
import dev.causality.kernel.Kernel;
import dev.causality.kernel.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, lists and revokes API keys, for whoever has the admin token. */
final class AdminApi {

    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BEARER = "Bearer ";
    private static final int MAX_BODY = 16 * 1024;
    private static final int MAX_LABEL = 256;
    private static final int MAX_ID = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String APP_ID = "app_id";
    private static final String LABEL = "label";
    private static final String EVENTS_PER_SECOND = "events_per_second";
    private static final String BURST = "burst";
    private static final List<String> FIELDS = List.of(APP_ID, LABEL, EVENTS_PER_SECOND, BURST);

    private final Kernel kernel;
    private final Optional<byte[]> tokenDigest;
    private final KeyIndex index;
    private final BodyReader bodies;

    AdminApi(Kernel kernel, Optional<Secret> token, KeyIndex index, Duration bodyTimeout) {
        this.kernel = kernel;
        this.tokenDigest = token.map(secret -> digest(secret.value()));
        this.index = index;
        this.bodies = new BodyReader(kernel, MAX_BODY, bodyTimeout);
    }

    /** Answers a request whose method the route has. */
    Response handle(Route route, Request request, RequestIds ids, KeyStore keys, Capacity.Share share) {
        Optional<Problem> refused = authenticate(request);
        if (refused.isPresent()) {
            return Answers.refusal(route, ids, refused.get());
        }
        return switch (request.method()) {
            case "POST" -> create(request, ids, keys, share);
            case "GET" -> Answers.of(Route.KEYS, ids, 200, MediaType.JSON, list(index.all()));
            case "DELETE" -> revoke(Route.keyId(request.path()), ids, keys);
            default -> throw new IllegalArgumentException("not a method of this route: " + request.method());
        };
    }

    /** Compares digests, in constant time: neither the token nor its length shows in how long it takes. */
    private Optional<Problem> authenticate(Request request) {
        if (tokenDigest.isEmpty()) {
            return Optional.of(Problem.of(
                    ErrorCode.ADMIN_DISABLED,
                    "the admin API is switched off: the gateway was started without ADMIN_TOKEN"));
        }
        String header = request.headers().first("Authorization").orElse("");
        boolean right = header.startsWith(BEARER)
                && MessageDigest.isEqual(digest(header.substring(BEARER.length())), tokenDigest.get());
        return right
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ErrorCode.UNAUTHENTICATED, "send the admin token in the header 'Authorization: Bearer ...'"));
    }

    private Response create(Request request, RequestIds ids, KeyStore keys, Capacity.Share share) {
        Outcome<KeyStore.Created> created = bodies.read(request.body(), share)
                .then(AdminApi::parse)
                .then(wanted -> keys.create(wanted.appId, wanted.label, wanted.rate, kernel.deadlineIn(TIMEOUT)));
        return switch (created) {
            case Failed<KeyStore.Created>(Problem problem) -> Answers.refusal(Route.KEYS, ids, problem);
            case Ok<KeyStore.Created>(KeyStore.Created made) -> {
                LOG.atInfo()
                        .addKeyValue("key", made.key().id())
                        .addKeyValue("app_id", made.key().appId())
                        .addKeyValue("request_id", ids.requestId())
                        .log("API key created");
                yield Answers.of(Route.KEYS, ids, 201, MediaType.JSON, withSecret(made));
            }
        };
    }

    private Response revoke(String id, RequestIds ids, KeyStore keys) {
        Outcome<String> revoked = isId(id)
                ? keys.revoke(id, kernel.deadlineIn(TIMEOUT))
                : new Failed<>(Problem.of(ErrorCode.NOT_FOUND, "there is no key with this id"));
        return switch (revoked) {
            case Failed<String>(Problem problem) -> Answers.refusal(Route.KEY, ids, problem);
            case Ok<String> _ -> {
                LOG.atInfo()
                        .addKeyValue("key", id)
                        .addKeyValue("request_id", ids.requestId())
                        .log("API key revoked");
                yield Answers.empty(Route.KEY, ids);
            }
        };
    }

    /** What somebody wants a key for. */
    private record Wanted(String appId, String label, Optional<Rate> rate) {}

    private static Outcome<Wanted> parse(byte[] body) {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return invalid("body", "is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return invalid("body", "cannot be read: " + e.getMessage());
        }
        if (json == null || !json.isObject()) {
            return invalid("body", "must be a JSON object with the field app_id");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                return invalid(name, "is not a field of this request; it has " + String.join(", ", FIELDS));
            }
        }
        String appId = json.path(APP_ID).isTextual() ? json.path(APP_ID).textValue() : "";
        Optional<Violation> violation = AppId.check(appId);
        if (violation.isPresent()) {
            return invalid(APP_ID, violation.get().message());
        }
        String label = json.path(LABEL).asText("");
        if ((json.has(LABEL) && !json.path(LABEL).isTextual()) || label.length() > MAX_LABEL) {
            return invalid(LABEL, "must be a text of at most " + MAX_LABEL + " characters");
        }
        return rate(json).then(rate -> new Ok<>(new Wanted(appId, label, rate)));
    }

    private static Outcome<Optional<Rate>> rate(JsonNode json) {
        if (!json.has(EVENTS_PER_SECOND) && !json.has(BURST)) {
            return new Ok<>(Optional.empty());
        }
        JsonNode perSecond = json.path(EVENTS_PER_SECOND);
        JsonNode burst = json.path(BURST);
        if (!perSecond.isNumber() || !burst.canConvertToInt()) {
            return invalid(EVENTS_PER_SECOND, "and " + BURST + " must both be given, as numbers");
        }
        try {
            return new Ok<>(Optional.of(new Rate(perSecond.doubleValue(), burst.intValue())));
        } catch (IllegalArgumentException e) {
            return invalid(EVENTS_PER_SECOND, "or " + BURST + " is wrong: " + e.getMessage());
        }
    }

    private static <T> Outcome<T> invalid(String field, String message) {
        return new Failed<>(Problem.inField(ErrorCode.INVALID_REQUEST, field, message));
    }

    private static boolean isId(String id) {
        return id.length() <= MAX_ID
                && id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-');
    }

    private static byte[] list(List<ApiKey> keys) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("keys");
            for (ApiKey key : keys) {
                json.writeStartObject();
                describe(json, key);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static byte[] withSecret(KeyStore.Created created) {
        return Json.write(json -> {
            json.writeStartObject();
            describe(json, created.key());
            json.writeStringField("key", created.secret());
            json.writeEndObject();
        });
    }

    private static void describe(JsonGenerator json, ApiKey key) throws IOException {
        json.writeStringField("id", key.id());
        json.writeStringField(APP_ID, key.appId());
        json.writeStringField(LABEL, key.label());
        json.writeStringField("created_at", key.created().toString());
        if (key.rate().isPresent()) {
            json.writeNumberField(EVENTS_PER_SECOND, key.rate().get().eventsPerSecond());
            json.writeNumberField(BURST, key.rate().get().burst());
        }
    }

    private static byte[] digest(String text) {
        return KeyDigest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
