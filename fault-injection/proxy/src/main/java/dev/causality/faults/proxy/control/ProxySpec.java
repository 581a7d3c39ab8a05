package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A proxy as somebody asks for it.
 *
 * @param seed of all its random choices; the process's if {@code ownSeed} is false
 * @param protocol what is spoken on it, so that it can be tapped and its faults be applied; empty for bytes only
 */
record ProxySpec(
        String name,
        String listen,
        String upstream,
        boolean enabled,
        boolean ownSeed,
        long seed,
        String protocol,
        List<ToxicSpec> toxics) {

    /** @param where behind the name of a field that is missing, in a list */
    static ProxySpec read(JsonNode body, String where) throws ApiException {
        String name = Json.text(body, "name", "");
        if (name.isEmpty()) {
            throw ApiException.missing("name" + where);
        }
        String upstream = Json.text(body, "upstream", "");
        if (upstream.isEmpty()) {
            throw ApiException.missing("upstream" + where);
        }
        List<ToxicSpec> toxics = new ArrayList<>();
        for (JsonNode toxic : body.path("toxics")) {
            toxics.add(ToxicSpec.read(toxic));
        }
        return new ProxySpec(
                name,
                Json.text(body, "listen", ""),
                upstream,
                Json.bool(body, "enabled", true),
                body.hasNonNull("seed"),
                Json.integer(body, "seed", 0),
                Json.text(body, "protocol", ""),
                List.copyOf(toxics));
    }
}
