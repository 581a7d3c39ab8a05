package dev.causality.kernel.http;

import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON that tells a condition: {@code {"status":"ok"}} or {@code {"status":"failing","reason":"..."}}. */
final class ConditionBody {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ConditionBody() {}

    static byte[] json(Optional<String> reason) {
        ObjectNode body = JSON.createObjectNode();
        body.put("status", reason.isEmpty() ? "ok" : "failing");
        reason.ifPresent(text -> body.put("reason", text));
        return JSON.writeValueAsBytes(body);
    }
}
