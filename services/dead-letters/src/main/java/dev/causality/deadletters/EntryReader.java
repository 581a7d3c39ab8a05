package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.causality.ports.Header;
import dev.causality.ports.StoredMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages of the stream of dead letters as entries. It is lenient: other programs write entries too, with fewer headers
 * than ours.
 */
public final class EntryReader {

    private static final String MESSAGE_ID = "Nats-Msg-Id";

    private final StoredMessage message;

    private EntryReader(StoredMessage message) {
        this.message = message;
    }

    /** The entry that {@code message} is; empty when it does not say which stream, consumer and sequence it is about. */
    public static Optional<Entry> read(StoredMessage message) {
        EntryReader reader = new EntryReader(message);
        return reader.origin()
                .flatMap(
                        origin -> reader.number(EntryHeaders.SEQUENCE).map(sequence -> reader.entry(origin, sequence)));
    }

    /** The headers that a referenced object holds; the inverse of {@link EntryCodec#headersObject}. */
    static List<Header> headersOf(byte[] object) {
        return new String(object, UTF_8).lines().map(EntryReader::header).toList();
    }

    /** The header that {@link EntryCodec#line} made, as header text, into {@code line}. */
    private static Header header(String line) {
        String text = HeaderText.decode(line);
        int separator = text.indexOf(EntryCodec.SEPARATOR);
        return separator < 0
                ? new Header(text, "")
                : new Header(text.substring(0, separator), text.substring(separator + EntryCodec.SEPARATOR.length()));
    }

    private Entry entry(Origin origin, long sequence) {
        DeadLetter letter = new DeadLetter(
                origin,
                sequence,
                text(EntryHeaders.ORIGINAL_SUBJECT).orElseGet(this::subjectBehindPrefix),
                originalHeaders(),
                message.payload(),
                number(EntryHeaders.DELIVERIES).orElse(0L),
                text(EntryHeaders.REASON).flatMap(Reason::ofCode).orElse(Reason.OTHER),
                text(EntryHeaders.DETAIL).orElse(""),
                time(EntryHeaders.FIRST_SEEN).orElse(message.time()),
                time(EntryHeaders.TIME).orElse(message.time()));
        return new Entry(
                message.sequence(),
                message.time(),
                text(MESSAGE_ID).orElse(""),
                letter,
                reference(EntryHeaders.PAYLOAD),
                reference(EntryHeaders.HEADERS));
    }

    private Optional<Origin> origin() {
        try {
            return text(EntryHeaders.STREAM)
                    .flatMap(stream -> text(EntryHeaders.CONSUMER)
                            .map(consumer -> new Origin(
                                    stream, time(EntryHeaders.STREAM_CREATED).orElse(Instant.EPOCH), consumer)));
        } catch (IllegalArgumentException impossibleName) {
            return Optional.empty();
        }
    }

    private String subjectBehindPrefix() {
        return message.subject().startsWith(EntrySubject.PREFIX)
                ? message.subject().substring(EntrySubject.PREFIX.length())
                : message.subject();
    }

    private List<Header> originalHeaders() {
        List<Header> originals = new ArrayList<>();
        for (Header header : message.headers()) {
            if (header.name().equalsIgnoreCase(EntryHeaders.ODD)) {
                originals.add(header(header.value()));
            } else if (!EntryHeaders.own(header.name())) {
                originals.add(new Header(EntryHeaders.original(header.name()), HeaderText.decode(header.value())));
            }
        }
        return originals;
    }

    private Optional<Reference> reference(String prefix) {
        return text(prefix + EntryHeaders.OBJECT)
                .flatMap(key -> number(prefix + EntryHeaders.SIZE)
                        .flatMap(size ->
                                text(prefix + EntryHeaders.SHA256).map(sha256 -> new Reference(key, size, sha256))));
    }

    private Optional<String> text(String name) {
        return message.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .findFirst()
                .map(header -> HeaderText.decode(header.value()));
    }

    private Optional<Long> number(String name) {
        try {
            return text(name).map(Long::valueOf);
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    private Optional<Instant> time(String name) {
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
