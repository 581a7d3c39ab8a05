package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causality.faults.plan.Direction;
import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.Reach;
import java.util.Locale;

/**
 * A toxic as the API shows it.
 *
 * @param type Toxiproxy's, one of ours, or the kind of a protocol's fault
 * @param attributes complete, with defaults
 */
record ToxicSpec(String name, String type, Direction stream, double toxicity, ObjectNode attributes) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Reads a new one. Defaults and the order in which mistakes are found are Toxiproxy's. */
    static ToxicSpec read(JsonNode body) throws ApiException {
        String type = Json.text(body, "type", "");
        Direction stream = stream(Json.text(body, "stream", ""));
        if (!ToxicTypes.isKnown(type)) {
            throw ApiException.invalidType();
        }
        String given = Json.text(body, "name", "");
        String name = given.isEmpty() ? type + "_" + stream.name().toLowerCase(Locale.ROOT) : given;
        double toxicity = Json.number(body, "toxicity", 1);
        ObjectNode attributes = ToxicTypes.complete(type, Json.object(body, "attributes"));
        ToxicSpec spec = new ToxicSpec(name, type, stream, toxicity, attributes);
        spec.fault();
        return spec;
    }

    /** The same with what a request changes: toxicity, and single attributes. */
    ToxicSpec changed(JsonNode body) throws ApiException {
        ObjectNode merged = attributes.deepCopy();
        merged.setAll(Json.object(body, "attributes"));
        ToxicSpec spec = new ToxicSpec(
                name, type, stream, Json.number(body, "toxicity", toxicity), ToxicTypes.complete(type, merged));
        spec.fault();
        return spec;
    }

    /** What it does. */
    Fault fault() throws ApiException {
        try {
            return ToxicTypes.fault(type, attributes, new Reach(stream, toxicity));
        } catch (IllegalArgumentException e) {
            throw ApiException.badBody(String.valueOf(e.getMessage()));
        }
    }

    JsonNode json() {
        ObjectNode json = JSON.objectNode();
        json.set("attributes", attributes);
        json.put("name", name);
        json.put("type", type);
        json.put("stream", stream.name().toLowerCase(Locale.ROOT));
        if (toxicity == Math.rint(toxicity)) {
            json.put("toxicity", (long) toxicity);
        } else {
            json.put("toxicity", toxicity);
        }
        return json;
    }

    private static Direction stream(String text) throws ApiException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "downstream" -> Direction.DOWNSTREAM;
            case "upstream" -> Direction.UPSTREAM;
            default -> throw ApiException.invalidStream();
        };
    }
}
