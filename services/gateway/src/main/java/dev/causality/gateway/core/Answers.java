package dev.causality.gateway.core;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes responses: every one names its request, every refusal says what is wrong. */
final class Answers {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final byte[] NOTHING = new byte[0];

    private Answers() {}

    /** A success with a body. */
    static Response of(Route route, RequestIds ids, int status, MediaType type, byte[] body) {
        List<Response.Header> headers = naming(ids);
        headers.add(new Response.Header(CONTENT_TYPE, type.text()));
        return new Response(route.template(), status, headers, body);
    }

    /** A success without one. */
    static Response empty(Route route, RequestIds ids) {
        return new Response(route.template(), 204, naming(ids), NOTHING);
    }

    /** A refusal. Its body is JSON whatever the client asked for: the schema has no message for errors. */
    static Response refusal(Route route, RequestIds ids, Problem problem) {
        List<Response.Header> headers = naming(ids);
        headers.add(new Response.Header(CONTENT_TYPE, MediaType.JSON.text()));
        if (problem.retryAfterSeconds() > 0) {
            headers.add(new Response.Header("Retry-After", Integer.toString(problem.retryAfterSeconds())));
        }
        if (problem.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            headers.add(new Response.Header("Allow", route.methods()));
        }
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            headers.add(new Response.Header("WWW-Authenticate", route.challenge()));
        }
        return new Response(route.template(), problem.code().status(), headers, body(ids, problem));
    }

    private static List<Response.Header> naming(RequestIds ids) {
        List<Response.Header> headers = new ArrayList<>(5);
        headers.add(new Response.Header(RequestIds.REQUEST_ID, ids.requestId()));
        headers.add(new Response.Header(RequestIds.CORRELATION_ID, ids.correlationId()));
        return headers;
    }

    private static byte[] body(RequestIds ids, Problem problem) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("code", problem.code().text());
            json.writeStringField("message", problem.message());
            if (!problem.details().isEmpty()) {
                json.writeStringField("field", problem.details().getFirst().field());
                writeDetails(json, problem.details());
            }
            json.writeBooleanField("retryable", problem.code().retryable());
            json.writeStringField("request_id", ids.requestId());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void writeDetails(JsonGenerator json, List<Problem.Detail> details) throws IOException {
        json.writeArrayFieldStart("details");
        for (Problem.Detail detail : details) {
            json.writeStartObject();
            json.writeStringField("field", detail.field());
            json.writeStringField("message", detail.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
