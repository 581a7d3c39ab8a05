package dev.causality.ports;

import dev.causality.kernel.Cancellation;
import dev.causality.kernel.Deadline;
import java.util.List;
import java.util.Optional;

/** A bucket of small documents with revisions. Safe for use by several tasks. */
public interface DocumentBucket {

    Answer<Optional<Document>> get(String key, Deadline deadline);

    /** Writes a document that does not exist yet. */
    WriteOutcome create(String key, byte[] value, Deadline deadline);

    /** Writes over exactly this revision. */
    WriteOutcome update(String key, byte[] value, long revision, Deadline deadline);

    /** Removes the document, if its revision is still this one. */
    WriteOutcome delete(String key, long revision, Deadline deadline);

    /** Follows all documents: first those that exist, then every change, in order. */
    Watch watch();

    /** A document as it is now. */
    record Document(String key, byte[] value, long revision) {}

    /** What became of a write. */
    sealed interface WriteOutcome {
        record Written(long revision) implements WriteOutcome {}

        /** The document's revision is another one; nothing was written. */
        record Conflict() implements WriteOutcome {}

        record Refused(String detail) implements WriteOutcome {}

        record Unknown(String detail) implements WriteOutcome {}
    }

    /** Reads a bucket's changes. For one task at a time. Goes on by itself after a lost connection, missing nothing final. */
    interface Watch extends AutoCloseable {

        /**
         * The next changes; waits for at least one. Empty when the deadline or the cancellation came first.
         *
         * @throws PortException when the bucket is gone, or another one has its name
         */
        List<Change> next(Deadline deadline, Cancellation cancellation);

        @Override
        void close();
    }

    /** Something that a watch saw. */
    sealed interface Change {
        record Put(Document document) implements Change {}

        record Deleted(String key, long revision) implements Change {}

        /** All documents that existed when the watch began have been given. */
        record CaughtUp() implements Change {}
    }
}
