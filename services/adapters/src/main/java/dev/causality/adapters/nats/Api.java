package dev.causality.adapters.nats;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Kernel;
import dev.causality.ports.Answer;
import io.nats.client.Message;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks JetStream's management API. Safe for use by several tasks. */
final class Api {

    static final String PREFIX = "$JS.API.";

    private final Link link;
    private final Kernel kernel;
    private final Duration requestTimeout;

    Api(Link link, Kernel kernel, Duration requestTimeout) {
        this.link = link;
        this.kernel = kernel;
        this.requestTimeout = requestTimeout;
    }

    /** What the API said. */
    sealed interface Result {

        record Done(JsonValue body) implements Result {}

        /** It refused. */
        record Failed(ApiError error) implements Result {}

        /** It could not be asked, or did not answer: a change may or may not have been made. */
        record Unavailable(String detail) implements Result {}
    }

    /**
     * Asks once.
     *
     * @param operation the subject behind the API's prefix
     * @param body JSON, or nothing
     */
    Result request(String operation, String body, Deadline deadline, Cancellation cancellation) {
        return switch (ask(PREFIX + operation, body, deadline, cancellation)) {
            case Question.Reply.Got(Message message) -> read(message);
            case Question.Reply.Nobody _ -> new Result.Unavailable("JetStream does not answer on this server");
            case Question.Reply.NotSent(String why) -> new Result.Unavailable(why);
            case Question.Reply.Missing(String why) -> new Result.Unavailable(why);
        };
    }

    Result request(String operation, String body, Deadline deadline) {
        return request(operation, body, deadline, Cancellation.NEVER);
    }

    /** Asks anything once; waits for its answer until the deadline or the request timeout. */
    Question.Reply ask(String subject, String body, Deadline deadline, Cancellation cancellation) {
        Session session = link.current();
        if (session == null) {
            return new Question.Reply.NotSent(link.problem());
        }
        Deadline limit = deadline.earlier(kernel.deadlineIn(requestTimeout));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Question.ask(
                session, kernel, address -> session.send(subject, address, null, bytes), limit, cancellation);
    }

    private static Result read(Message message) {
        if (message.isStatusMessage()) {
            return new Result.Unavailable(message.getStatus().getMessageWithCode());
        }
        JsonValue body = parse(message.getData());
        if (body == null) {
            return new Result.Unavailable("an answer that is not JSON");
        }
        ApiError error = ApiError.of(body);
        return error == null ? new Result.Done(body) : new Result.Failed(error);
    }

    /** The JSON object in these bytes; null when they hold none. */
    static @Nullable JsonValue parse(byte[] data) {
        try {
            JsonValue value = JsonParser.parse(data);
            return value.map == null || value.map.isEmpty() ? null : value;
        } catch (JsonParseException
                | IndexOutOfBoundsException notJson) { // The parser runs over the end of some texts.
            return null;
        }
    }

    /** What an answer says, if it is one. */
    static <T> Answer<T> answer(Result result, Function<JsonValue, T> reader) {
        return switch (result) {
            case Result.Done(JsonValue body) -> new Answer.Known<>(reader.apply(body));
            case Result.Failed(ApiError error) -> new Answer.Unavailable<>(error.toString());
            case Result.Unavailable(String detail) -> new Answer.Unavailable<>(detail);
        };
    }

    /** Like {@link #answer}, where "there is none" is an answer. */
    static <T> Answer<Optional<T>> find(Result result, Function<JsonValue, Optional<T>> reader) {
        return result instanceof Result.Failed(ApiError error) && error.isNotFound()
                ? new Answer.Known<>(Optional.empty())
                : answer(result, reader);
    }

    /** The member of a JSON object, if it is there. */
    static @Nullable JsonValue member(@Nullable JsonValue object, String name) {
        return object == null || object.map == null ? null : object.map.get(name);
    }

    static String string(@Nullable JsonValue object, String name) {
        JsonValue value = member(object, name);
        return value == null || value.string == null ? "" : value.string;
    }

    static long number(@Nullable JsonValue object, String name, long absent) {
        return JsonValueUtils.readLong(object, name, absent);
    }

    static boolean flag(@Nullable JsonValue object, String name) {
        JsonValue value = member(object, name);
        return value != null && Boolean.TRUE.equals(value.bool);
    }
}
