package dev.causality.sink.core;

import dev.causality.internal.v1.Intent;
import java.time.Instant;

/**
 * An intent in its place in the order of the intents' stream, without its sequences: those are read back from there in
 * the rare case that they are asked for.
 *
 * @param position its first sequence in the stream of intents; the lower of two was first
 * @param id the intent's id, which its object carries
 * @param kind what its holder means to do
 * @param objectKey the object by which it becomes fact, unless somebody fences it
 * @param firstSequence the lowest sequence that it covers
 * @param lastSequence the highest
 * @param readAt where in the stream of intents it can be read; above its position once it was renewed
 * @param time when it was published there
 */
record Claim(
        long position,
        String id,
        Intent.Kind kind,
        String objectKey,
        long firstSequence,
        long lastSequence,
        long readAt,
        Instant time) {

    /** Whether it may cover a row of the partition at {@code folder}: a burial may cover any. */
    boolean mayTouch(String folder) {
        return kind == Intent.Kind.BURY || folder.isEmpty() || objectKey.startsWith(folder);
    }
}
