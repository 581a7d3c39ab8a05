package dev.causality.checkers.history;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the object store holds at the end of a run. */
public sealed interface StoreEvent extends HistoryEvent {

    /** The object's key. */
    String objectKey();

    /**
     * An object of the warehouse, and what its file says about itself.
     *
     * @param rows how many rows it has; 0 for a fence
     * @param metadata the file's own key-value metadata
     * @param problem why its rows cannot be read, if they cannot
     */
    record StoredObject(
            long atMicros,
            String objectKey,
            long bytes,
            long rows,
            Map<String, String> metadata,
            @Nullable String problem)
            implements StoreEvent {
        public StoredObject {
            Require.notNegative(atMicros, "atMicros");
            Require.text(objectKey, "objectKey");
            Require.notNegative(bytes, "bytes");
            Require.notNegative(rows, "rows");
            metadata = Require.map(metadata, "metadata");
        }
    }

    /**
     * A row of the warehouse.
     *
     * @param streamCreated when its stream was created, ISO 8601, where the file says so
     * @param sequence its stream_sequence; 0 where the writer stores none
     * @param partition the folder that its own columns name, from {@code app_id=} on
     * @param digest of its content, made like that of an attempt
     */
    record StoredRow(
            long atMicros,
            String objectKey,
            String eventId,
            String app,
            String idempotencyKey,
            @Nullable String streamCreated,
            long sequence,
            String partition,
            @Nullable String digest)
            implements StoreEvent {
        public StoredRow {
            Require.notNegative(atMicros, "atMicros");
            Require.text(objectKey, "objectKey");
            Require.present(eventId, "eventId");
            Require.present(app, "app");
            Require.present(idempotencyKey, "idempotencyKey");
            Require.notNegative(sequence, "sequence");
            Require.text(partition, "partition");
        }
    }
}
