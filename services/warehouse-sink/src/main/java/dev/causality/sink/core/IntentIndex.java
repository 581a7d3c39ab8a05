package dev.causality.sink.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of the claims that may still matter: those that reach above the consumer's ack floor and are younger
 * than the retention of intents. Memory: about 300 bytes a claim and two bits a sequence. Not safe for use by several
 * tasks.
 */
final class IntentIndex {

    private final TreeMap<Long, Claim> claims = new TreeMap<>();
    private final TreeMap<Long, Fate> fates = new TreeMap<>();
    private final CoveredSequences covered = new CoveredSequences();

    void add(Claim claim, long[] sequences) {
        if (claims.put(claim.position(), claim) != null) {
            // It was renewed, and covers what it covered.
            return;
        }
        for (long sequence : sequences) {
            covered.add(sequence);
        }
    }

    /** Those of {@code sequences} that more than one claim covers. */
    List<Long> contested(List<Long> sequences) {
        List<Long> contested = new ArrayList<>();
        for (long sequence : sequences) {
            if (covered.moreThanOnce(sequence)) {
                contested.add(sequence);
            }
        }
        return contested;
    }

    /** Claims before {@code position} that may cover one of {@code sequences} (ascending) in {@code folder}. */
    List<Claim> before(long position, List<Long> sequences, String folder) {
        return touching(claims.headMap(position, false), sequences, folder);
    }

    /** Claims after {@code position} that may cover one of {@code sequences} (ascending) in {@code folder}. */
    List<Claim> after(long position, List<Long> sequences, String folder) {
        return touching(claims.tailMap(position, false), sequences, folder);
    }

    void settle(long position, Fate fate) {
        if (claims.containsKey(position)) {
            fates.put(position, fate);
        }
    }

    Optional<Fate> fate(long position) {
        return Optional.ofNullable(fates.get(position));
    }

    /** Claims whose intents are older than this; the first few. */
    List<Claim> olderThan(Instant time, int most) {
        return claims.values().stream()
                .filter(claim -> claim.time().isBefore(time))
                .limit(most)
                .toList();
    }

    Optional<Claim> at(long position) {
        return Optional.ofNullable(claims.get(position));
    }

    /** Forgets a claim that nobody can read any more, unless it was renewed meanwhile. */
    void drop(Claim claim) {
        if (claims.remove(claim.position(), claim)) {
            fates.remove(claim.position());
        }
    }

    /** Forgets what can no longer matter. */
    void forget(long ackFloor, Instant olderThan) {
        claims.values().removeIf(claim -> {
            boolean over = claim.lastSequence() <= ackFloor || claim.time().isBefore(olderThan);
            if (over) {
                fates.remove(claim.position());
            }
            return over;
        });
        covered.forgetUpTo(ackFloor);
    }

    int size() {
        return claims.size();
    }

    private static List<Claim> touching(NavigableMap<Long, Claim> among, List<Long> sequences, String folder) {
        List<Claim> found = new ArrayList<>();
        if (sequences.isEmpty()) {
            return found;
        }
        long first = sequences.getFirst();
        long last = sequences.getLast();
        for (Claim claim : among.values()) {
            if (claim.firstSequence() <= last && claim.lastSequence() >= first && claim.mayTouch(folder)) {
                found.add(claim);
            }
        }
        return found;
    }
}
