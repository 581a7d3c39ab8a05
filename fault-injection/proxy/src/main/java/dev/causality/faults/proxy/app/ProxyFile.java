package dev.causality.faults.proxy.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlanFormatException;
import dev.causality.faults.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --config} names: Toxiproxy's list of proxies, or an object around it.
 *
 * @param proxies as JSON; the control API's own reader understands it
 * @param seed null if the file has none
 * @param plan null if the file has none
 */
record ProxyFile(
        @Nullable JsonNode proxies,
        List<ChildSpec> processes,
        @Nullable Long seed,
        @Nullable FaultPlan plan) {
    static final ProxyFile EMPTY = new ProxyFile(null, List.of(), null, null);

    private static final Set<String> FIELDS = new TreeSet<>(List.of("proxies", "processes", "seed", "plan"));
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * A process that plans may hit: a command to start, or the number of one that runs.
     *
     * @param pid 0 for one that is started here
     */
    record ChildSpec(String name, List<String> command, Map<String, String> environment, long pid) {}

    /** @throws IllegalArgumentException when the file is not understood; says where */
    static ProxyFile read(Path file) throws IOException {
        JsonNode json = parse(Files.readString(file), file);
        if (json.isArray()) {
            return new ProxyFile(json, List.of(), null, null);
        }
        List<ChildSpec> processes = new ArrayList<>();
        for (Iterator<String> fields = json.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(file + ": unknown field " + field + "; known are " + FIELDS);
            }
        }
        for (JsonNode process : json.path("processes")) {
            processes.add(child(process, file + ": processes[" + processes.size() + "]"));
        }
        return new ProxyFile(
                json.get("proxies"),
                List.copyOf(processes),
                json.hasNonNull("seed") ? Long.valueOf(json.path("seed").longValue()) : null,
                json.hasNonNull("plan") ? plan(json.path("plan").toString(), file + ": plan") : null);
    }

    /** @throws IllegalArgumentException when the file holds no plan; says where */
    static FaultPlan plan(Path file) throws IOException {
        return plan(Files.readString(file), file.toString());
    }

    private static FaultPlan plan(String json, String where) {
        try {
            return PlanJson.read(json);
        } catch (PlanFormatException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(String text, Path file) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Its proxies and processes in words that hold no secret: arguments and environment are left out. */
    Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        if (proxies != null) {
            for (JsonNode proxy : proxies) {
                String protocol = proxy.path("protocol").asText("");
                words.put(
                        "proxy " + proxy.path("name").asText(),
                        (proxy.path("upstream").asText() + " " + protocol).strip());
            }
        }
        for (ChildSpec process : processes) {
            boolean started = process.pid() == 0;
            words.put("process " + process.name(), started ? process.command().getFirst() : "pid " + process.pid());
        }
        return words;
    }

    private static ChildSpec child(JsonNode json, String where) {
        List<String> command = new ArrayList<>();
        json.path("command").forEach(word -> command.add(word.asText()));
        Map<String, String> environment = new LinkedHashMap<>();
        json.path("environment")
                .properties()
                .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));
        long pid = json.path("pid").asLong();
        String name = json.path("name").asText();
        if (name.isEmpty() || command.isEmpty() == (pid == 0)) {
            throw new IllegalArgumentException(where + ": a process needs a name, and either a command or a pid");
        }
        return new ChildSpec(name, List.copyOf(command), environment, pid);
    }
}
