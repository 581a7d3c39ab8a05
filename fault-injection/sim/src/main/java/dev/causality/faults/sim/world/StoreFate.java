package dev.causality.faults.sim.world;

/** What becomes of a single request to the object store. */
public sealed interface StoreFate {

    /** It is served. */
    StoreFate SERVE = new Serve(0, 0);

    /** It is served, late: held up before it is carried out, or its answer. */
    record Serve(long requestNanos, long responseNanos) implements StoreFate {}

    /** It is not carried out and answered so. */
    record Answer(int status, String code) implements StoreFate {}

    /** It is not carried out, and its connection ends. */
    record Drop() implements StoreFate {}

    /** It is carried out; its answer is lost, with the connection or without a sign. */
    record LoseResponse(boolean silently) implements StoreFate {}

    /** It is carried out and answered so all the same. */
    record Replace(int status, String code) implements StoreFate {}

    /** Its connection ends now, and it is carried out so much later. */
    record Late(long nanos) implements StoreFate {}
}
