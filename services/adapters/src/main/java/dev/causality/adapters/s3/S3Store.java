package dev.causality.adapters.s3;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;

/** An open object store. Safe for use by several tasks until it is closed. */
public interface S3Store extends ObjectStore, AutoCloseable {

    /**
     * Finds out whether the bucket can be used: writes, overwrites and reads back a small object under {@code keyPrefix},
     * then deletes it. Its name starts with an underscore, which readers of data folders skip.
     *
     * @param keyPrefix where this service may write, without a slash at the end; "" for the bucket's top
     * @throws dev.causality.ports.PortException when it cannot; the message names the setting and the remedy
     */
    Capabilities check(String keyPrefix, Deadline deadline);

    /** Closes the connections. Calls that are under way fail. */
    @Override
    void close();

    /**
     * What a store can do beyond the least that is needed.
     *
     * @param conditionalPut whether {@link ObjectStore#putIfAbsent} is refused when there is an object already. Where it
     *     is not, nothing stands between two sinks and duplicate rows.
     */
    record Capabilities(boolean conditionalPut) {}
}
