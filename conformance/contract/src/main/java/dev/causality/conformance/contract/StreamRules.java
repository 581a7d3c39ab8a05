package dev.causality.conformance.contract;

import dev.causality.ports.EventStream;
import dev.causality.ports.EventStreams;

/** Rules that are each played on a new stream. */
abstract class StreamRules {

    /** Where it is played. */
    protected abstract Stage<EventStreams> stage();

    interface Body {
        void run(Cast cast, EventStream stream) throws Exception;
    }

    final void with(Body body) throws Exception {
        stage().play((kernel, streams) -> {
            Cast cast = new Cast(kernel, streams);
            body.run(cast, cast.stream());
        });
    }
}
