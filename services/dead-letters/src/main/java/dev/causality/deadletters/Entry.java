package dev.causality.deadletters;

import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter as its stream holds it.
 *
 * @param sequence the entry's sequence in the stream of dead letters
 * @param stored when that stream stored it
 * @param id its message id
 * @param letter the dead letter; what is referenced instead is empty in it
 * @param payload where the original's bytes are, if not in the entry
 * @param headers where the original's headers are, if not in the entry
 */
public record Entry(
        long sequence,
        Instant stored,
        String id,
        DeadLetter letter,
        Optional<Reference> payload,
        Optional<Reference> headers) {}
