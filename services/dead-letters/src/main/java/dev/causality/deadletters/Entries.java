package dev.causality.deadletters;

import dev.causality.kernel.Deadline;
import dev.causality.ports.Answer;
import dev.causality.ports.Answer.Known;
import dev.causality.ports.Answer.Unavailable;
import dev.causality.ports.EventStream;
import dev.causality.ports.Header;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoredObject;
import dev.causality.ports.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The dead letters, to be looked at. It changes nothing. Safe for use by several tasks. */
public final class Entries {

    private final EventStream stream;
    private final Optional<ObjectStore> store;

    /** @param store where the bytes of large entries are; without it they cannot be fetched */
    public Entries(EventStream stream, Optional<ObjectStore> store) {
        this.stream = stream;
        this.store = store;
    }

    /** How many there are, and since when, by the stream's own state. */
    public Answer<StreamState> depth(Deadline deadline) {
        return stream.state(deadline);
    }

    /** The newest entries that {@code wanted} accepts, newest first, {@code limit} at most. Reads one after the other. */
    public Answer<List<Entry>> newest(int limit, Predicate<Entry> wanted, Deadline deadline) {
        if (!(stream.state(deadline) instanceof Known<StreamState>(StreamState state))) {
            return new Unavailable<>("the stream " + stream.name() + " does not answer");
        }
        List<Entry> entries = new ArrayList<>();
        long first = state.messages() == 0 ? state.lastSequence() + 1 : state.firstSequence();
        for (long at = state.lastSequence(); at >= first && entries.size() < limit; at--) {
            switch (at(at, deadline)) {
                case Unavailable<Optional<Entry>>(String detail) -> {
                    return new Unavailable<>(detail);
                }
                case Known<Optional<Entry>>(Optional<Entry> entry) ->
                    entry.filter(wanted).ifPresent(entries::add);
            }
        }
        return new Known<>(entries);
    }

    /** The entry at this sequence of the stream of dead letters. */
    public Answer<Optional<Entry>> at(long sequence, Deadline deadline) {
        return stream.read(sequence, deadline).map(message -> message.flatMap(EntryReader::read));
    }

    /** The entry with this id. */
    public Answer<Optional<Entry>> withId(String id, Deadline deadline) {
        return newest(1, entry -> entry.id().equals(id), deadline)
                .map(found -> found.stream().findFirst());
    }

    /** The message that {@code entry} is about; what lies in the object store is fetched and checked. */
    public Original original(Entry entry, Deadline deadline) {
        if (entry.letter().gone()) {
            return new Original.Gone();
        }
        Fetched payload = fetch(entry.payload(), entry.letter().payload(), deadline);
        Fetched headers = fetch(entry.headers(), new byte[0], deadline);
        return switch (payload) {
            case Fetched.Not(Original instead) -> instead;
            case Fetched.Bytes(byte[] body) ->
                switch (headers) {
                    case Fetched.Not(Original instead) -> instead;
                    case Fetched.Bytes(byte[] encoded) -> new Original.Whole(headers(entry, encoded), body);
                };
        };
    }

    private static List<Header> headers(Entry entry, byte[] encoded) {
        return entry.headers().isPresent()
                ? EntryReader.headersOf(encoded)
                : entry.letter().headers();
    }

    /** What a fetch brought. */
    private sealed interface Fetched {
        record Bytes(byte[] bytes) implements Fetched {}

        record Not(Original instead) implements Fetched {}
    }

    private Fetched fetch(Optional<Reference> reference, byte[] otherwise, Deadline deadline) {
        if (reference.isEmpty()) {
            return new Fetched.Bytes(otherwise);
        }
        if (store.isEmpty()) {
            return new Fetched.Not(new Original.Unavailable(
                    "it lies in the object store, at " + reference.get().key()));
        }
        return switch (store.get().get(reference.get().key(), deadline)) {
            case StoreAnswer.Unavailable<Optional<StoredObject>>(var failure, String detail) ->
                new Fetched.Not(new Original.Unavailable(failure + ": " + detail));
            case StoreAnswer.Known<Optional<StoredObject>>(Optional<StoredObject> object) ->
                check(reference.get(), object);
        };
    }

    private static Fetched check(Reference reference, Optional<StoredObject> object) {
        if (object.isEmpty()) {
            return new Fetched.Not(new Original.Damaged("there is no object " + reference.key()));
        }
        byte[] bytes = object.get().body();
        return reference.describes(bytes)
                ? new Fetched.Bytes(bytes)
                : new Fetched.Not(new Original.Damaged("the object " + reference.key() + " has " + bytes.length
                        + " bytes with the SHA-256 " + Sha256.hex(bytes) + ", not the " + reference.size()
                        + " bytes with " + reference.sha256() + " that were put there"));
    }
}
