package dev.causality.sink.core;

import dev.causality.deadletters.Origin;
import dev.causality.deadletters.Reason;
import dev.causality.events.Partition;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.ObjectHead;
import dev.causality.ports.WarehouseEncoder;
import dev.causality.ports.WarehouseEncoder.Row;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects that sinks write: where they lie, and the metadata that says whose they are. An object of rows, a fence in
 * its place, or the bytes of a message that was given up: whichever is written first under a claim's key is the claim's
 * fate.
 */
final class SinkObjects {

    /** Metadata: the id of the intent under which the object was written. */
    static final String INTENT = "causality-intent";

    /** Metadata: what the object is. */
    static final String KIND = "causality-kind";

    static final String KIND_ROWS = "rows";
    static final String KIND_FENCE = "fence";
    static final String KIND_DEAD = "dead";

    private static final String REASON = "causality-reason";
    private static final String DETAIL = "causality-detail";
    private static final String BYTES = "application/octet-stream";

    /** Details longer than this are cut: S3 allows 2 KiB of metadata in all. */
    private static final int MAX_DETAIL = 512;

    private final String prefix;
    private final String deadPrefix;
    private final Origin origin;
    private final WarehouseEncoder encoder;

    SinkObjects(String prefix, String deadPrefix, Origin origin, WarehouseEncoder encoder) {
        this.prefix = prefix;
        this.deadPrefix = deadPrefix;
        this.origin = origin;
        this.encoder = encoder;
    }

    /** The folder of a partition's objects, with a slash at its end. */
    String folder(Partition partition) {
        return prefix + "/" + partition.keySegment() + "/";
    }

    String rowsKey(Partition partition, String intentId) {
        return folder(partition) + intentId + ".parquet";
    }

    /** Where the sink with this name tries out whether the store takes objects. */
    String probeKey(String holder) {
        return prefix + "/_probe/" + holder;
    }

    String deadKey(long sequence, String intentId) {
        return deadPrefix + "/" + origin.stream() + "/" + origin.consumer() + "/" + sequence + "-" + intentId;
    }

    /** The content of an object of rows. */
    byte[] encode(List<Entry> entries, String intentId) {
        List<Row> rows =
                entries.stream().map(e -> new Row(e.sequence(), e.envelope())).toList();
        return encoder.encode(rows, fileMetadata(intentId, KIND_ROWS));
    }

    NewObject rows(String key, byte[] body, String intentId) {
        return new NewObject(key, body, encoder.contentType(), metadata(intentId, KIND_ROWS));
    }

    /** What makes {@code claim} impossible, if it is written first: no rows, no bytes. */
    NewObject fence(Claim claim) {
        boolean ofRows = claim.objectKey().startsWith(prefix + "/");
        byte[] body = ofRows ? encoder.encode(List.of(), fileMetadata(claim.id(), KIND_FENCE)) : new byte[0];
        return new NewObject(
                claim.objectKey(), body, ofRows ? encoder.contentType() : BYTES, metadata(claim.id(), KIND_FENCE));
    }

    NewObject dead(String key, byte[] payload, String intentId, Reason reason, String detail) {
        Map<String, String> metadata = metadata(intentId, KIND_DEAD);
        metadata.put(REASON, reason.code());
        metadata.put(DETAIL, printable(detail));
        return new NewObject(key, payload, BYTES, metadata);
    }

    /** What the object at {@code claim}'s key says of the claim's fate; empty when it says nothing. */
    static Optional<Fate> fate(ObjectHead head) {
        return switch (head.metadata().getOrDefault(KIND, "")) {
            case KIND_ROWS -> Optional.of(new Fate.Stored());
            case KIND_FENCE -> Optional.of(new Fate.Fenced());
            case KIND_DEAD ->
                Optional.of(new Fate.Dead(
                        Reason.ofCode(head.metadata().getOrDefault(REASON, "")).orElse(Reason.OTHER),
                        head.metadata().getOrDefault(DETAIL, "")));
            default -> Optional.empty();
        };
    }

    private static Map<String, String> metadata(String intentId, String kind) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(INTENT, intentId);
        metadata.put(KIND, kind);
        return metadata;
    }

    private Map<String, String> fileMetadata(String intentId, String kind) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("causality.stream", origin.stream());
        metadata.put("causality.stream_created", origin.created().toString());
        metadata.put("causality.consumer", origin.consumer());
        metadata.put("causality.intent", intentId);
        metadata.put("causality.kind", kind);
        return metadata;
    }

    /** ASCII without control characters, as header values have to be. */
    private static String printable(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(ascii.length, MAX_DETAIL); i++) {
            printable.append(ascii[i] < ' ' || ascii[i] == 0x7f ? ' ' : (char) ascii[i]);
        }
        return printable.toString().strip();
    }
}
