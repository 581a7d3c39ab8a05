package dev.causality.adapters.nats;

import dev.causality.ports.ConsumerSpec;
import dev.causality.ports.ConsumerState;
import io.nats.client.support.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A durable pull consumer's configuration: as it is made, and what in an existing one contradicts it. */
final class ConsumerShape {

    private ConsumerShape() {}

    /** The request that creates the consumer, unless one with that name and other settings exists. */
    static String create(String stream, ConsumerSpec spec) {
        Json config = Json.object()
                .put("name", spec.name())
                .put("durable_name", spec.name())
                .put("filter_subject", spec.filterSubject())
                .put("deliver_policy", "all")
                .put("replay_policy", "instant")
                .put("ack_policy", "explicit")
                .put("ack_wait", spec.ackWait().toNanos())
                .put("max_deliver", spec.maxDeliver())
                .put("max_ack_pending", spec.maxAckPending());
        return Json.object()
                .put("stream_name", stream)
                .put("action", "create")
                .put("config", config)
                .toString();
    }

    /**
     * What in an existing consumer's configuration contradicts the spec: field, wanted, found. Besides what the spec
     * names, all that would make messages be skipped, lost, answered by the server or delivered to somebody else.
     */
    static List<String> contradictions(ConsumerSpec spec, JsonValue config) {
        List<String> found = new ArrayList<>();
        compare(found, "filter_subject", spec.filterSubject(), filter(config));
        compare(found, "ack_policy", "explicit", Api.string(config, "ack_policy"));
        compare(found, "ack_wait", spec.ackWait(), duration(config, "ack_wait"));
        compare(found, "max_deliver", (long) spec.maxDeliver(), Api.number(config, "max_deliver", -1));
        compare(found, "max_ack_pending", (long) spec.maxAckPending(), Api.number(config, "max_ack_pending", -1));
        compare(found, "deliver_policy", "all", Api.string(config, "deliver_policy"));
        compare(found, "replay_policy", "instant", Api.string(config, "replay_policy"));
        compare(found, "headers_only", false, Api.flag(config, "headers_only"));
        compare(found, "mem_storage", false, Api.flag(config, "mem_storage"));
        compare(found, "inactive_threshold", Duration.ZERO, duration(config, "inactive_threshold"));
        compare(found, "max_batch", 0L, Api.number(config, "max_batch", 0));
        compare(found, "max_expires", Duration.ZERO, duration(config, "max_expires"));
        compare(found, "max_bytes", 0L, Api.number(config, "max_bytes", 0));
        for (String field : List.of("deliver_subject", "backoff", "priority_groups")) {
            compare(found, field, "none", text(Api.member(config, field)));
        }
        return found;
    }

    /** A consumer as the server describes it. */
    static ConsumerState state(JsonValue info) {
        return new ConsumerState(
                StoredMessages.instant(Api.string(info, "created")),
                Api.number(Api.member(info, "ack_floor"), "stream_seq", 0),
                Api.number(Api.member(info, "delivered"), "stream_seq", 0),
                Api.number(info, "num_pending", 0),
                Api.number(info, "num_ack_pending", 0),
                Api.number(info, "num_redelivered", 0));
    }

    private static String filter(JsonValue config) {
        JsonValue several = Api.member(config, "filter_subjects");
        return several == null ? Api.string(config, "filter_subject") : text(several);
    }

    private static Duration duration(JsonValue config, String field) {
        return Duration.ofNanos(Api.number(config, field, 0));
    }

    private static String text(@Nullable JsonValue value) {
        return value == null ? "none" : String.valueOf(value.toJson());
    }

    private static void compare(List<String> found, String field, Object wanted, Object value) {
        if (!wanted.equals(value)) {
            found.add(field + ": wanted " + wanted + ", found " + value);
        }
    }
}
