package dev.causality.faults.proxy.protocol;

/** What becomes of a frame that a fault may hit. */
public sealed interface Verdict {
    /** It goes on as if nothing were there. */
    Verdict PASS = new Pass();

    /** It vanishes. */
    Verdict DROP = new Drop();

    /** It goes on. */
    record Pass() implements Verdict {}

    /** It vanishes, and what follows goes on. */
    record Drop() implements Verdict {}

    /** It goes on so much later, and what follows is not held up. */
    record Delay(long millis) implements Verdict {}

    /**
     * The connection is cut.
     *
     * @param forwardFirst whether the frame still goes on
     * @param reset with an RST, else in good order
     */
    record Cut(boolean forwardFirst, boolean reset) implements Verdict {}

    /** It stays, and all that follows in its direction, until the keeper lets go. */
    record Hold(Keeper keeper) implements Verdict {}

    /** Is told that something is held, and how to let go of it. Called in an event loop; must not block. */
    @FunctionalInterface
    interface Keeper {
        void holds(Release release);
    }

    /** Ends a hold; the first call decides. Thread-safe. */
    interface Release {
        /** What was held goes on. */
        void pass();

        /** What was held vanishes, and so does all that follows in its direction. */
        void drop();
    }
}
