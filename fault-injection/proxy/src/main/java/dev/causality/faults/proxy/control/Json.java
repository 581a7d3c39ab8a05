package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads requests the way Go's decoder does: unknown fields are ignored, null is absence, wrong types are mistakes. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static JsonNode parse(String text) throws ApiException {
        if (text.isBlank()) {
            throw ApiException.badBody("EOF");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw ApiException.badBody(e.getOriginalMessage());
        }
    }

    static JsonNode parseObject(String text) throws ApiException {
        JsonNode json = parse(text);
        if (!json.isObject()) {
            throw ApiException.badBody("an object was expected");
        }
        return json;
    }

    static String text(JsonNode object, String field, String absent) throws ApiException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw ApiException.badBody(field + " has to be a text");
        }
        return value.textValue();
    }

    static double number(JsonNode object, String field, double absent) throws ApiException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isNumber()) {
            throw ApiException.badBody(field + " has to be a number");
        }
        return value.doubleValue();
    }

    static long integer(JsonNode object, String field, long absent) throws ApiException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isNumber() || !value.canConvertToLong() || value.doubleValue() != Math.rint(value.doubleValue())) {
            throw ApiException.badBody(field + " has to be a whole number");
        }
        return value.longValue();
    }

    static boolean bool(JsonNode object, String field, boolean absent) throws ApiException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw ApiException.badBody(field + " has to be true or false");
        }
        return value.booleanValue();
    }

    static ObjectNode object(JsonNode object, String field) throws ApiException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (value instanceof ObjectNode found) {
            return found;
        }
        throw ApiException.badBody(field + " has to be an object");
    }
}
