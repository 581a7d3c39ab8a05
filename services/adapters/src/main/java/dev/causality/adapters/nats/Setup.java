package dev.causality.adapters.nats;

import dev.causality.kernel.Backoff;
import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.PortException;
import io.nats.client.support.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates streams, consumers and buckets, or checks those that exist. Several processes may do so at once: whoever finds
 * that somebody else was first looks at what that one made. Safe for use by several tasks.
 */
final class Setup {

    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

    private final Connected nats;
    private final Backoff backoff;

    Setup(Connected nats) {
        this.nats = nats;
        this.backoff = new Backoff(nats.kernel().random("nats-setup"), FIRST_DELAY, LONGEST_DELAY);
    }

    /**
     * What is to be there.
     *
     * @param description for messages
     * @param info the API's operation that asks for it
     * @param create the API's operation that makes it
     * @param request the body of {@code create}
     * @param contradictions what in an existing one's configuration is wrong
     */
    record Thing(
            String description,
            String info,
            String create,
            String request,
            Function<JsonValue, List<String>> contradictions) {}

    /**
     * Creates the thing or checks it; tries until the deadline.
     *
     * @return the server's description of it
     * @throws PortException when it cannot be had by the deadline, or is not as it should be
     */
    JsonValue createOrCheck(Thing thing, Deadline deadline) {
        return untilDone(thing.description, () -> attempt(thing, deadline), deadline);
    }

    /**
     * Finds what somebody else has created; tries until the deadline.
     *
     * @param info the API's operation that asks for it
     * @return the server's description of it
     * @throws PortException when there is none, or none is known of by the deadline
     */
    JsonValue find(String description, String info, Deadline deadline) {
        return untilDone(description, () -> look(description, info, deadline), deadline);
    }

    private JsonValue untilDone(String description, Supplier<Attempt> attempts, Deadline deadline) {
        Kernel kernel = nats.kernel();
        int failures = 1;
        while (true) {
            Attempt attempt = attempts.get();
            if (attempt.info != null) {
                return attempt.info;
            }
            Duration delay = backoff.delay(failures++);
            if (kernel.deadlineIn(delay).compareTo(deadline) >= 0) {
                throw new PortException("cannot open " + description + ": " + attempt.problem);
            }
            kernel.sleep(delay, Cancellation.NEVER);
        }
    }

    private Attempt look(String description, String info, Deadline deadline) {
        if (!connected(description, deadline)) {
            return Attempt.again(nats.link().problem());
        }
        return switch (nats.api().request(info, "", deadline, Cancellation.NEVER)) {
            case Api.Result.Done(JsonValue found) -> new Attempt(found, "");
            case Api.Result.Failed(ApiError error) -> failed(description, error);
            case Api.Result.Unavailable(String detail) -> Attempt.again(detail);
        };
    }

    /** @throws PortException when the server is one that does not keep what it promises */
    private boolean connected(String description, Deadline deadline) {
        Session session = nats.link().await(deadline, Cancellation.NEVER);
        if (session == null) {
            return false;
        }
        session.unfit().ifPresent(why -> {
            throw new PortException("cannot open " + description + ": " + why);
        });
        return true;
    }

    /** @throws PortException when this cannot be a name */
    static void requireName(String kind, String name) {
        Optional.ofNullable(Subjects.nameProblem(name)).ifPresent(problem -> {
            throw new PortException("the name of the " + kind + " is wrong: " + problem);
        });
    }

    static Instant created(JsonValue info) {
        return StoredMessages.instant(Api.string(info, "created"));
    }

    /** What one attempt brought: the thing, or why not yet. */
    private record Attempt(@Nullable JsonValue info, String problem) {

        static Attempt again(String problem) {
            return new Attempt(null, problem);
        }
    }

    private Attempt attempt(Thing thing, Deadline deadline) {
        Cancellation none = Cancellation.NEVER;
        if (!connected(thing.description, deadline)) {
            return Attempt.again(nats.link().problem());
        }
        return switch (nats.api().request(thing.info, "", deadline, none)) {
            case Api.Result.Done(JsonValue info) -> check(thing, info);
            case Api.Result.Failed(ApiError error) when error.isNotFound() -> create(thing, deadline, error);
            case Api.Result.Failed(ApiError error) -> failed(thing.description, error);
            case Api.Result.Unavailable(String detail) -> Attempt.again(detail);
        };
    }

    private Attempt create(Thing thing, Deadline deadline, ApiError missing) {
        if (missing.isStreamNotFound() && thing.info.startsWith("CONSUMER")) {
            throw new PortException("cannot open " + thing.description + ": " + missing);
        }
        return switch (nats.api().request(thing.create, thing.request, deadline)) {
            case Api.Result.Done(JsonValue info) -> check(thing, info);
            case Api.Result.Failed(ApiError error) when error.isAlreadyThere() -> Attempt.again(error.toString());
            case Api.Result.Failed(ApiError error) -> failed(thing.description, error);
            case Api.Result.Unavailable(String detail) -> Attempt.again(detail);
        };
    }

    private static Attempt failed(String description, ApiError error) {
        if (error.isPassing()) {
            return Attempt.again(error.toString());
        }
        throw new PortException("cannot open " + description + ": " + error);
    }

    private static Attempt check(Thing thing, JsonValue info) {
        JsonValue config = Api.member(info, "config");
        List<String> contradictions = config == null
                ? List.of("the server does not say how it is configured")
                : thing.contradictions.apply(config);
        if (!contradictions.isEmpty()) {
            throw new PortException(thing.description + " exists with other settings than this service needs: "
                    + String.join("; ", contradictions)
                    + ". Change it with the nats command line, or the service's settings to match.");
        }
        return new Attempt(info, "");
    }
}
