package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causality.faults.proxy.engine.ConnectionView;
import dev.causality.faults.proxy.run.FaultLedger;
import dev.causality.faults.proxy.toxic.Toxic;
import java.util.List;

/** What the API answers, as JSON. */
final class Answers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Answers() {}

    static ObjectNode proxy(Proxies.View proxy) {
        ObjectNode json = JSON.objectNode();
        json.put("name", proxy.name());
        json.put("listen", proxy.listen());
        json.put("upstream", proxy.upstream());
        json.put("enabled", proxy.enabled());
        if (!proxy.protocol().isEmpty()) {
            json.put("protocol", proxy.protocol());
        }
        json.set("toxics", toxics(proxy.toxics()));
        return json;
    }

    static ObjectNode proxiesByName(List<Proxies.View> proxies) {
        ObjectNode json = JSON.objectNode();
        proxies.forEach(proxy -> json.set(proxy.name(), proxy(proxy)));
        return json;
    }

    static ArrayNode proxies(List<Proxies.View> proxies) {
        ArrayNode json = JSON.arrayNode();
        proxies.forEach(proxy -> json.add(proxy(proxy)));
        return json;
    }

    static ArrayNode toxics(List<ToxicSpec> toxics) {
        ArrayNode json = JSON.arrayNode();
        toxics.forEach(toxic -> json.add(toxic.json()));
        return json;
    }

    static ObjectNode plan(PlanReport plan) {
        ObjectNode json = JSON.objectNode();
        json.put("seed", plan.seed());
        json.put("planned", plan.lines().size());
        json.put("applied", plan.applied());
        ArrayNode faults = json.putArray("faults");
        for (PlanReport.Line line : plan.lines()) {
            FaultLedger.Account account = line.account();
            faults.addObject()
                    .put("name", line.name())
                    .put("evidence", account.fault())
                    .put("type", account.kind())
                    .put("target", account.target())
                    .put("inForce", account.inForce())
                    .put("begun", account.begins())
                    .put("applied", account.applications())
                    .put("first", account.firstWhat());
        }
        return json;
    }

    static ObjectNode error(ApiException e) {
        ObjectNode json = JSON.objectNode();
        json.put("error", e.getMessage());
        json.put("status", e.status());
        return json;
    }

    static ArrayNode connections(List<ConnectionView> connections) {
        ArrayNode json = JSON.arrayNode();
        for (ConnectionView each : connections) {
            ObjectNode one = json.addObject();
            one.put("number", each.info().number());
            one.put(
                    "client",
                    each.info().client().getAddress().getHostAddress() + ":"
                            + each.info().client().getPort());
            one.put("ageMillis", each.ageMillis());
            one.put("connected", each.connected());
            one.putObject("upstream")
                    .put("receivedBytes", each.upstreamBytes())
                    .put("sentBytes", each.upstreamPassed());
            one.putObject("downstream")
                    .put("receivedBytes", each.downstreamBytes())
                    .put("sentBytes", each.downstreamPassed());
            ArrayNode toxics = one.putArray("toxics");
            each.stages().stream()
                    .filter(stage -> stage.startsWith(Toxic.PREFIX))
                    .map(stage -> stage.substring(Toxic.PREFIX.length()))
                    .forEach(toxics::add);
        }
        return json;
    }
}
