package dev.causality.checkers;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.StreamEvent.MessageInStream;
import dev.causality.checkers.history.StreamEvent.StreamSample;
import org.jspecify.annotations.Nullable;

/** What identifies a message of the stream under test: a stream that was made again counts from 1 again. */
record Identity(String created, long sequence) {

    /** Makes identities; where a source does not say when the stream was created, it is the one seen last. */
    record Source(String stream, String lastCreated) {

        static Source of(History history) {
            String stream = history.scope().stream();
            String created = history.all(StreamSample.class)
                    .filter(sample -> sample.stream().equals(stream))
                    .reduce((first, second) -> second)
                    .map(StreamSample::created)
                    .or(() -> history.last(MessageInStream.class).map(MessageInStream::created))
                    .orElse("unknown");
            return new Source(stream, created);
        }

        Identity of(@Nullable String created, long sequence) {
            return new Identity(created == null ? lastCreated : created, sequence);
        }
    }

    @Override
    public String toString() {
        return "sequence " + sequence;
    }
}
