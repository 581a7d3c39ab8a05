package dev.causality.faults.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causality.faults.plan.Direction;
import dev.causality.faults.plan.Fault;
import dev.causality.faults.plan.LinkFault;
import dev.causality.faults.plan.PlanFormatException;
import dev.causality.faults.plan.PlanJson;
import dev.causality.faults.plan.Reach;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of toxics and their attributes: Toxiproxy's names in front of the plan's faults. Types that are not in the
 * table are kinds of a protocol's faults, and have the attributes of a plan.
 */
final class ToxicTypes {
    private static final List<String> PROTOCOLS = List.of("http-", "nats-", "redis-");
    private static final Map<String, Type> TYPES = table();

    private ToxicTypes() {}

    /** Makes a fault of complete attributes. */
    @FunctionalInterface
    private interface Maker {
        LinkFault make(Reach reach, ObjectNode attributes) throws ApiException;
    }

    /**
     * A type of toxic.
     *
     * @param numbers attributes that are whole numbers, 0 when left out
     * @param flags attributes that are true or false, and not shown when false
     */
    private record Type(List<String> numbers, List<String> flags, Maker maker) {}

    private static Map<String, Type> table() {
        Map<String, Type> types = new LinkedHashMap<>();
        types.put(
                "latency",
                type(
                        List.of("latency", "jitter"),
                        (reach, json) ->
                                new LinkFault.Latency(reach, number(json, "latency"), number(json, "jitter"))));
        types.put(
                "bandwidth",
                new Type(
                        List.of("rate"),
                        List.of("shared"),
                        (reach, json) -> new LinkFault.Bandwidth(
                                reach, number(json, "rate"), Json.bool(json, "shared", false))));
        types.put(
                "slow_close",
                type(List.of("delay"), (reach, json) -> new LinkFault.SlowClose(reach, number(json, "delay"))));
        types.put(
                "timeout",
                type(List.of("timeout"), (reach, json) -> new LinkFault.Timeout(reach, number(json, "timeout"))));
        types.put(
                "reset_peer",
                type(List.of("timeout"), (reach, json) -> new LinkFault.ResetPeer(reach, number(json, "timeout"))));
        types.put(
                "slicer",
                type(
                        List.of("average_size", "size_variation", "delay"),
                        (reach, json) -> new LinkFault.Slicer(
                                reach,
                                number(json, "average_size"),
                                number(json, "size_variation"),
                                number(json, "delay"))));
        types.put(
                "limit_data",
                type(List.of("bytes"), (reach, json) -> new LinkFault.LimitData(reach, number(json, "bytes"))));
        types.put(
                "corrupt",
                type(List.of("one_in"), (reach, json) -> new LinkFault.Corrupt(reach, number(json, "one_in"))));
        types.put(
                "drop_connections",
                type(List.of("count"), (_, json) -> new LinkFault.DropConnections(number(json, "count"))));
        types.put(
                "cut_after",
                new Type(
                        List.of("time"),
                        List.of("reset"),
                        (reach, json) ->
                                new LinkFault.CutAfter(reach, number(json, "time"), Json.bool(json, "reset", false))));
        types.put("black_hole", type(List.of(), (reach, _) -> new LinkFault.BlackHole(reach)));
        types.put("half_open", type(List.of(), (reach, _) -> new LinkFault.HalfOpen(reach)));
        return types;
    }

    private static Type type(List<String> numbers, Maker maker) {
        return new Type(numbers, List.of(), maker);
    }

    static boolean isKnown(String type) {
        return TYPES.containsKey(type) || isOfProtocol(type);
    }

    /** Whether it is a fault of a protocol, which only a proxy that knows the protocol can apply. */
    static boolean isOfProtocol(String type) {
        return PROTOCOLS.stream().anyMatch(type::startsWith) && Fault.kinds().contains(type);
    }

    /** The attributes with the defaults of those that are left out, and without those that are unknown. */
    static ObjectNode complete(String type, ObjectNode given) throws ApiException {
        Type known = TYPES.get(type);
        if (known == null) {
            return given;
        }
        ObjectNode complete = JsonNodeFactory.instance.objectNode();
        for (String name : known.numbers) {
            complete.put(name, number(given, name));
        }
        for (String name : known.flags) {
            if (Json.bool(given, name, false)) {
                complete.put(name, true);
            }
        }
        return complete;
    }

    /** @throws IllegalArgumentException when a value makes no sense */
    static Fault fault(String type, ObjectNode attributes, Reach reach) throws ApiException {
        Type known = TYPES.get(type);
        if (known != null) {
            return known.maker.make(reach, attributes);
        }
        ObjectNode json = attributes.deepCopy();
        json.put("type", type);
        try {
            return PlanJson.readFault(json);
        } catch (PlanFormatException e) {
            throw ApiException.badBody(String.valueOf(e.getMessage()));
        }
    }

    /** A planned fault as the API shows it. */
    static ToxicSpec spec(String name, Fault fault) throws ApiException {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        if (!(fault instanceof LinkFault link)) {
            attributes.setAll((ObjectNode) PlanJson.writeFault(fault));
            attributes.remove("type");
            return new ToxicSpec(name, fault.kind(), Direction.DOWNSTREAM, 1, attributes);
        }
        switch (link) {
            case LinkFault.Latency f ->
                attributes.put("latency", f.latencyMillis()).put("jitter", f.jitterMillis());
            case LinkFault.Bandwidth f ->
                attributes.put("rate", f.kilobytesPerSecond()).put("shared", f.shared());
            case LinkFault.SlowClose f -> attributes.put("delay", f.delayMillis());
            case LinkFault.Timeout f -> attributes.put("timeout", f.timeoutMillis());
            case LinkFault.ResetPeer f -> attributes.put("timeout", f.timeoutMillis());
            case LinkFault.Slicer f ->
                attributes
                        .put("average_size", f.averageSize())
                        .put("size_variation", f.sizeVariation())
                        .put("delay", f.delayMicros());
            case LinkFault.LimitData f -> attributes.put("bytes", f.bytes());
            case LinkFault.Corrupt f -> attributes.put("one_in", f.oneIn());
            case LinkFault.DropConnections f -> attributes.put("count", f.count());
            case LinkFault.CutAfter f -> attributes.put("time", f.afterMillis()).put("reset", f.reset());
            case LinkFault.Down _, LinkFault.BlackHole _, LinkFault.HalfOpen _ -> {}
        }
        String type = fault.kind().replace('-', '_');
        return new ToxicSpec(name, type, link.reach().stream(), link.reach().toxicity(), complete(type, attributes));
    }

    private static long number(JsonNode attributes, String name) throws ApiException {
        return Json.integer(attributes, name, 0);
    }
}
