package dev.causality.gateway.core;

import dev.causality.events.EnvelopeScanner;
import dev.causality.events.EventReader;
import dev.causality.events.EventReader.Reading;
import dev.causality.events.Violation;
import dev.causality.kernel.Deadline;
import dev.causality.kernel.Ids;
import dev.causality.ports.Publication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the events of one request in: reads and judges each, fills in what the server is to fill in, has the good ones
 * published, and says what became of every one. A bad event spoils no other.
 */
final class Intake {

    /**
     * What a message needs besides its payload within the server's limit: the header block with the message id (app_id up
     * to 160 characters, a UUID, the header's name and the separators: some 230 bytes), with room to spare.
     */
    static final int HEADER_ROOM = 512;

    private final Ids ids;
    private final Publisher publisher;

    Intake(Ids ids, Publisher publisher) {
        this.ids = ids;
        this.publisher = publisher;
    }

    /** One verdict for each item, in their order. */
    List<Verdict> take(ApiKey key, List<Item> items, RequestIds request, Backend backend, Deadline deadline) {
        Verdict[] verdicts = new Verdict[items.size()];
        List<Ready> ready = new ArrayList<>(items.size());
        long room = backend.maxPayloadBytes() - HEADER_ROOM;
        EventReader reader = new EventReader();
        for (int index = 0; index < items.size(); index++) {
            switch (prepare(key, index, items.get(index), reader, request, room)) {
                case Outcome.Ok<Ready>(Ready event) -> ready.add(event);
                case Outcome.Failed<Ready>(Problem problem) -> verdicts[index] = new Verdict.Rejected(problem);
            }
        }
        publisher.publish(ready, verdicts, backend.stream(), deadline);
        return Arrays.asList(verdicts);
    }

    private Outcome<Ready> prepare(
            ApiKey key, int index, Item item, EventReader reader, RequestIds request, long room) {
        return switch (item) {
            case Item.Unreadable(Problem problem) -> failed(problem);
            case Item.Encoded encoded when encoded.length() > room -> tooLarge(encoded.length(), room);
            case Item.Encoded encoded -> read(key, index, encoded, reader, request, room);
        };
    }

    private Outcome<Ready> read(
            ApiKey key, int index, Item.Encoded item, EventReader reader, RequestIds request, long room) {
        return switch (reader.read(item.array(), item.offset(), item.length())) {
            case Reading.Malformed(String reason) ->
                failed(Problem.of(ErrorCode.MALFORMED, "the event is not an EventEnvelope: " + reason));
            case Reading.Invalid(List<Violation> violations) -> failed(invalid(violations));
            case Reading.Valid(EnvelopeScanner event) -> complete(key, index, event, request, room);
        };
    }

    private Outcome<Ready> complete(ApiKey key, int index, EnvelopeScanner event, RequestIds request, long room) {
        if (!event.appId().equals(key.appId())) {
            return failed(Problem.inField(
                    ErrorCode.FORBIDDEN_APP,
                    "app_id",
                    "is not the app of this API key, which is '" + key.appId() + "'"));
        }
        String id = event.hasId() ? event.id() : ids.next();
        byte[] envelope = Envelopes.filled(event, id, request.correlationId());
        if (envelope.length > room) {
            return tooLarge(envelope.length, room);
        }
        Publication publication = new Publication(event.subject(), event.messageId(), List.of(), envelope);
        return new Outcome.Ok<>(new Ready(index, id, publication));
    }

    private static Problem invalid(List<Violation> violations) {
        List<Problem.Detail> details = violations.stream()
                .map(violation -> new Problem.Detail(violation.field(), violation.message()))
                .toList();
        String message =
                String.join("; ", violations.stream().map(Violation::toString).toList());
        return new Problem(ErrorCode.INVALID_EVENT, message, details, 0);
    }

    private static Outcome<Ready> tooLarge(long length, long room) {
        return failed(Problem.of(
                ErrorCode.EVENT_TOO_LARGE, "the event has " + length + " bytes; at most " + room + " can be taken"));
    }

    private static Outcome<Ready> failed(Problem problem) {
        return new Outcome.Failed<>(problem);
    }
}
