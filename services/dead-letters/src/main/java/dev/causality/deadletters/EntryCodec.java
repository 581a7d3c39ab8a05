package dev.causality.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.causality.ports.Header;
import dev.causality.ports.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Dead letters as messages of their stream. */
final class EntryCodec {

    /** The longest detail that an entry carries, in characters: a detail is for people, and may quote what came in. */
    static final int MAX_DETAIL_CHARACTERS = 1_000;

    /** Between name and value; no header's name holds a colon. */
    static final String SEPARATOR = ": ";

    private static final String CUT = "...";

    /** What a client adds to our headers: the first line, the message id's name, an expected stream. */
    private static final int ROOM_FOR_THE_CLIENT = 512;

    /** What stands around a name and a value: colon, perhaps a space, CR and LF. */
    private static final int AROUND_A_HEADER = 4;

    private EntryCodec() {}

    /** The entry with everything in it. */
    static Publication whole(DeadLetter letter) {
        List<Header> headers = own(letter);
        headers.addAll(carried(letter));
        return new Publication(EntrySubject.of(letter), letter.id(), headers, letter.payload());
    }

    /** The entry with its bytes, and perhaps its headers, elsewhere. */
    static Publication referring(DeadLetter letter, Reference payload, Optional<Reference> carriedHeaders) {
        List<Header> headers = own(letter);
        headers.addAll(payload.headers(EntryHeaders.PAYLOAD));
        headers.addAll(carriedHeaders
                .map(reference -> reference.headers(EntryHeaders.HEADERS))
                .orElseGet(() -> carried(letter)));
        return new Publication(EntrySubject.of(letter), letter.id(), headers, new byte[0]);
    }

    /** How many bytes of {@code max_payload} the message takes, at most. */
    static long size(Publication entry) {
        long size = ROOM_FOR_THE_CLIENT + entry.messageId().length() + (long) entry.payload().length;
        for (Header header : entry.headers()) {
            size += header.name().length() + header.value().length() + (long) AROUND_A_HEADER;
        }
        return size;
    }

    /** The original's headers as an object: one {@code name: value} a line, as header text. */
    static byte[] headersObject(DeadLetter letter) {
        StringBuilder lines = new StringBuilder();
        for (Header header : letter.headers()) {
            lines.append(HeaderText.encode(line(header))).append('\n');
        }
        return lines.toString().getBytes(UTF_8);
    }

    private static List<Header> own(DeadLetter letter) {
        Origin origin = letter.origin();
        List<Header> headers = new ArrayList<>();
        headers.add(new Header(EntryHeaders.ORIGINAL_SUBJECT, HeaderText.encode(letter.subject())));
        headers.add(new Header(EntryHeaders.STREAM, origin.stream()));
        headers.add(new Header(EntryHeaders.STREAM_CREATED, origin.created().toString()));
        headers.add(new Header(EntryHeaders.CONSUMER, origin.consumer()));
        headers.add(new Header(EntryHeaders.SEQUENCE, Long.toString(letter.sequence())));
        headers.add(new Header(EntryHeaders.DELIVERIES, Long.toString(letter.deliveries())));
        headers.add(new Header(EntryHeaders.REASON, letter.reason().code()));
        headers.add(new Header(EntryHeaders.DETAIL, HeaderText.encode(shortened(letter.detail()))));
        headers.add(new Header(EntryHeaders.FIRST_SEEN, letter.firstSeen().toString()));
        headers.add(new Header(EntryHeaders.TIME, letter.time().toString()));
        if (letter.gone()) {
            headers.add(new Header(EntryHeaders.GONE, "true"));
        }
        return headers;
    }

    private static List<Header> carried(DeadLetter letter) {
        return letter.headers().stream().map(EntryCodec::carried).toList();
    }

    private static Header carried(Header original) {
        return EntryHeaders.ordinary(original.name())
                ? new Header(EntryHeaders.carried(original.name()), HeaderText.encode(original.value()))
                : new Header(EntryHeaders.ODD, HeaderText.encode(line(original)));
    }

    /** A header as text; {@link EntryReader#header} reads it. */
    static String line(Header header) {
        return header.name() + SEPARATOR + header.value();
    }

    private static String shortened(String detail) {
        return detail.length() <= MAX_DETAIL_CHARACTERS
                ? detail
                : detail.substring(0, MAX_DETAIL_CHARACTERS - CUT.length()) + CUT;
    }
}
