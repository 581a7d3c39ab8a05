package dev.causality.adapters.nats;

import dev.causality.ports.StreamSpec;
import io.nats.client.support.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** A stream's configuration: as it is made, and what in an existing one contradicts it. */
final class StreamShape {

    private StreamShape() {}

    /** The request that creates a stream which refuses new messages when it is full and evicts none for room. */
    static String create(StreamSpec spec) {
        boolean perSubject = spec.maxMessagesPerSubject() > 0;
        return Json.object()
                .put("name", spec.name())
                .put("subjects", spec.subjects())
                .put("retention", "limits")
                .put("storage", "file")
                .put("discard", "new")
                .put("discard_new_per_subject", perSubject)
                .put("max_msgs", -1)
                .put("max_consumers", -1)
                .put("max_bytes", spec.maxBytes())
                .put("max_age", spec.maxAge().toNanos())
                .put("max_msgs_per_subject", perSubject ? spec.maxMessagesPerSubject() : -1)
                .put("num_replicas", spec.replicas())
                .put("duplicate_window", spec.duplicateWindow().toNanos())
                .put("allow_direct", true)
                .toString();
    }

    /** The request that creates a bucket, in the form that other NATS clients know as a key-value store. */
    static String createBucket(String name, int replicas) {
        return Json.object()
                .put("name", bucketStream(name))
                .put("subjects", List.of(bucketSubjects(name)))
                .put("retention", "limits")
                .put("storage", "file")
                .put("discard", "new")
                .put("max_msgs", -1)
                .put("max_consumers", -1)
                .put("max_bytes", -1)
                .put("max_age", 0)
                .put("max_msgs_per_subject", 1)
                .put("num_replicas", replicas)
                .put("allow_rollup_hdrs", true)
                .put("deny_delete", true)
                .put("allow_direct", true)
                .toString();
    }

    static String bucketStream(String name) {
        return "KV_" + name;
    }

    static String bucketSubjects(String name) {
        return "$KV." + name + ".>";
    }

    /** What in an existing stream's configuration contradicts the spec: field, wanted, found. */
    static List<String> contradictions(StreamSpec spec, JsonValue config) {
        Comparison comparison = new Comparison(config);
        comparison.subjects(spec.subjects());
        comparison.common(spec.maxAge(), spec.replicas());
        comparison.number("max_bytes", spec.maxBytes(), -1);
        if (!spec.duplicateWindow().isZero()) { // Zero leaves it to the server.
            comparison.duration("duplicate_window", spec.duplicateWindow());
        }
        boolean perSubject = spec.maxMessagesPerSubject() > 0;
        comparison.number("max_msgs_per_subject", perSubject ? spec.maxMessagesPerSubject() : -1, -1);
        comparison.flag("discard_new_per_subject", perSubject);
        return comparison.found;
    }

    /** What in an existing stream's configuration makes it unfit to be this bucket. */
    static List<String> bucketContradictions(String name, int replicas, JsonValue config) {
        Comparison comparison = new Comparison(config);
        comparison.subjects(List.of(bucketSubjects(name)));
        comparison.common(Duration.ZERO, replicas);
        if (Api.number(config, "max_msgs_per_subject", -1) < 1) {
            comparison.differs("max_msgs_per_subject", "1 or more", Api.number(config, "max_msgs_per_subject", -1));
        }
        return comparison.found;
    }

    /** Compares field by field, and remembers the differences. */
    private static final class Comparison {

        private final JsonValue config;
        private final List<String> found = new ArrayList<>();

        Comparison(JsonValue config) {
            this.config = config;
        }

        /** What no stream of ours may differ in. */
        void common(Duration maxAge, int replicas) {
            string("retention", "limits");
            string("storage", "file");
            string("discard", "new");
            duration("max_age", maxAge);
            number("max_msgs", -1, -1);
            number("num_replicas", replicas, 1);
            flag("no_ack", false);
            flag("sealed", false);
            absent("mirror");
            absent("subject_transform");
        }

        void subjects(List<String> wanted) {
            JsonValue subjects = Api.member(config, "subjects");
            List<String> names = new ArrayList<>();
            if (subjects != null && subjects.array != null) {
                subjects.array.forEach(subject -> names.add(subject.string));
            }
            if (!new TreeSet<>(names).equals(new TreeSet<>(wanted))) {
                differs("subjects", wanted, names);
            }
        }

        void string(String field, String wanted) {
            String value = Api.string(config, field);
            if (!value.equals(wanted)) {
                differs(field, wanted, value);
            }
        }

        void number(String field, long wanted, long absent) {
            long value = Api.number(config, field, absent);
            if (value != wanted) {
                differs(field, wanted, value);
            }
        }

        void duration(String field, Duration wanted) {
            Duration value = Duration.ofNanos(Api.number(config, field, 0));
            if (!value.equals(wanted)) {
                differs(field, wanted, value);
            }
        }

        void flag(String field, boolean wanted) {
            boolean value = Api.flag(config, field);
            if (value != wanted) {
                differs(field, wanted, value);
            }
        }

        void absent(String field) {
            JsonValue value = Api.member(config, field);
            if (value != null) {
                differs(field, "none", Objects.requireNonNull(value.toJson()));
            }
        }

        void differs(String field, Object wanted, Object value) {
            found.add(field + ": wanted " + wanted + ", found " + value);
        }
    }
}
