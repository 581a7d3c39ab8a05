package dev.causality.faults.sim.world;

/**
 * A request to the object store, as it is on the wire.
 *
 * @param method PUT, GET or HEAD
 * @param key of the object, or the prefix that is listed
 * @param conditional whether it may only create
 */
public record StoreRequest(String method, String key, boolean conditional, long bytes) {

    /** Where it goes, as its path begins. */
    public String path() {
        return "/" + BUCKET + "/" + key;
    }

    /** The name of the one bucket. */
    public static final String BUCKET = "causality-events";
}
