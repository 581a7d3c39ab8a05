package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import java.util.function.Predicate;

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
        return given(object, field, absent, JsonNode::isTextual, JsonNode::textValue, "a text");
    }

    static double number(JsonNode object, String field, double absent) throws ApiException {
        return given(object, field, absent, JsonNode::isNumber, JsonNode::doubleValue, "a number");
    }

    static long integer(JsonNode object, String field, long absent) throws ApiException {
        return given(object, field, absent, Json::isInteger, JsonNode::longValue, "a whole number");
    }

    private static boolean isInteger(JsonNode value) {
        return value.isNumber() && value.canConvertToLong() && value.doubleValue() == Math.rint(value.doubleValue());
    }

    static boolean bool(JsonNode object, String field, boolean absent) throws ApiException {
        return given(object, field, absent, JsonNode::isBoolean, JsonNode::booleanValue, "true or false");
    }

    static ObjectNode object(JsonNode object, String field) throws ApiException {
        return given(object, field, MAPPER.createObjectNode(), JsonNode::isObject, ObjectNode.class::cast, "an object");
    }

    /** A field's value if it has one, and if that is of the kind that is called {@code kind}. */
    private static <T> T given(
            JsonNode object,
            String field,
            T absent,
            Predicate<JsonNode> isOfKind,
            Function<JsonNode, T> value,
            String kind)
            throws ApiException {
        if (!object.hasNonNull(field)) {
            return absent;
        }
        JsonNode found = object.path(field);
        if (!isOfKind.test(found)) {
            throw ApiException.badBody(field + " has to be " + kind);
        }
        return value.apply(found);
    }
}
