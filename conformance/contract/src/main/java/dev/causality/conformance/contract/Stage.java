package dev.causality.conformance.contract;

import dev.causality.kernel.Kernel;

/**
 * Where a suite is played: in real time against a real server, or as the first task of a simulated process.
 *
 * @param <P> the port under test
 */
public interface Stage<P> {

    /** Plays it to its end; what it throws comes out. */
    void play(Play<P> play) throws Exception;

    /** A test's body. */
    interface Play<P> {
        void run(Kernel kernel, P port) throws Exception;
    }

    /** A stage in real time. */
    static <P> Stage<P> of(Kernel kernel, P port) {
        return play -> play.run(kernel, port);
    }
}
