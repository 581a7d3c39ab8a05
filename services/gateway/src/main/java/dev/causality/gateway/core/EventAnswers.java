package dev.causality.gateway.core;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.causality.v1.IngestEventBatchResponse;
import dev.causality.v1.IngestEventResponse;
import dev.causality.v1.IngestEventResult;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Says to a client what became of its events, in the format it wants; JSON as protobuf's mapping has it. */
final class EventAnswers {

    static final String ACCEPTED = "accepted";
    static final String REJECTED = "rejected";

    /** The reasons that lie with the stream, not with the event. */
    private static final EnumSet<ErrorCode> FOR_WANT_OF_THE_STREAM = EnumSet.of(
            ErrorCode.STREAM_FULL,
            ErrorCode.STREAM_UNAVAILABLE,
            ErrorCode.OUTCOME_UNKNOWN,
            ErrorCode.DUPLICATE_PENDING);

    private EventAnswers() {}

    static Response single(RequestIds ids, MediaType type, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Rejected(Problem problem) -> Answers.refusal(Route.INGEST, ids, problem);
            case Verdict.Accepted(String eventId, boolean _) ->
                Answers.of(Route.INGEST, ids, 200, type, type == MediaType.JSON ? json(eventId) : protobuf(eventId));
        };
    }

    /** A batch of which nothing became durable for want of the stream is refused as a whole (A5). */
    static Response batch(RequestIds ids, MediaType type, List<Verdict> verdicts) {
        int accepted = (int)
                verdicts.stream().filter(Verdict.Accepted.class::isInstance).count();
        Optional<Problem> noStream = accepted > 0 ? Optional.empty() : noStream(verdicts);
        if (noStream.isPresent()) {
            return Answers.refusal(Route.BATCH, ids, noStream.get());
        }
        byte[] body = type == MediaType.JSON ? json(verdicts, accepted) : protobuf(verdicts, accepted);
        return Answers.of(Route.BATCH, ids, 200, type, body);
    }

    private static Optional<Problem> noStream(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(Verdict.Rejected.class::isInstance)
                .map(verdict -> ((Verdict.Rejected) verdict).problem())
                .filter(problem -> FOR_WANT_OF_THE_STREAM.contains(problem.code()))
                .findFirst();
    }

    private static byte[] protobuf(String eventId) {
        return IngestEventResponse.newBuilder()
                .setEventId(eventId)
                .setStatus(ACCEPTED)
                .build()
                .toByteArray();
    }

    private static byte[] protobuf(List<Verdict> verdicts, int accepted) {
        IngestEventBatchResponse.Builder response = IngestEventBatchResponse.newBuilder()
                .setAcceptedCount(accepted)
                .setRejectedCount(verdicts.size() - accepted);
        for (int index = 0; index < verdicts.size(); index++) {
            IngestEventResult.Builder result = response.addResultsBuilder().setIndex(index);
            switch (verdicts.get(index)) {
                case Verdict.Accepted(String eventId, boolean _) ->
                    result.setStatus(ACCEPTED).setEventId(eventId);
                case Verdict.Rejected(Problem problem) ->
                    result.setStatus(REJECTED).setError(problem.text());
            }
        }
        return response.build().toByteArray();
    }

    private static byte[] json(String eventId) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("eventId", eventId);
            json.writeStringField("status", ACCEPTED);
            json.writeEndObject();
        });
    }

    /** Fields of value 0 and "" are written too: clients read them without knowing protobuf's defaults. */
    private static byte[] json(List<Verdict> verdicts, int accepted) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("acceptedCount", accepted);
            json.writeNumberField("rejectedCount", verdicts.size() - accepted);
            json.writeArrayFieldStart("results");
            for (int index = 0; index < verdicts.size(); index++) {
                result(json, index, verdicts.get(index));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void result(JsonGenerator json, int index, Verdict verdict) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        switch (verdict) {
            case Verdict.Accepted(String eventId, boolean _) -> {
                json.writeStringField("eventId", eventId);
                json.writeStringField("status", ACCEPTED);
            }
            case Verdict.Rejected(Problem problem) -> {
                json.writeStringField("status", REJECTED);
                json.writeStringField("error", problem.text());
            }
        }
        json.writeEndObject();
    }
}
