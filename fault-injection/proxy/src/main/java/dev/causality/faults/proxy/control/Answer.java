package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** What a request is answered. The body is absent for 204. */
record Answer(int status, String contentType, String body) {
    static Answer json(int status, JsonNode json) {
        try {
            return new Answer(status, "application/json", Json.MAPPER.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every answer can be written", e);
        }
    }

    static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text);
    }

    static Answer nothing() {
        return new Answer(204, "", "");
    }

    static Answer notAllowed() {
        return text(405, "");
    }
}
