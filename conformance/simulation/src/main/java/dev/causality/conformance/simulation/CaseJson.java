package dev.causality.conformance.simulation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causality.faults.plan.FaultPlan;
import dev.causality.faults.plan.PlanFormatException;
import dev.causality.faults.plan.PlanJson;
import dev.causality.faults.plan.PlannedFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Replay files: a case that can be run again anywhere, and what it showed when it was written. */
final class CaseJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(PlannedFault.class, new FaultWriter())
                    .addDeserializer(PlannedFault.class, new FaultReader()))
            .build();

    private CaseJson() {}

    /**
     * A replay file.
     *
     * @param broken ids of the invariants that were broken
     * @param hash of the scheduler's decisions, in hexadecimal
     */
    record Replay(List<String> broken, String hash, Case ran) {
        Replay {
            broken = List.copyOf(broken);
        }
    }

    static void write(Path file, Replay replay) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text(replay));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the replay file " + file, e);
        }
    }

    static String text(Replay replay) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(replay) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Replay read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the replay file " + file, e);
        }
    }

    static Replay parse(String text) throws IOException {
        return MAPPER.readValue(text, Replay.class);
    }

    /** A fault as a plan spells it. */
    private static final class FaultWriter extends JsonSerializer<PlannedFault> {
        @Override
        public void serialize(PlannedFault fault, JsonGenerator out, SerializerProvider context) throws IOException {
            JsonNode plan = MAPPER.readTree(PlanJson.write(new FaultPlan(0, List.of(fault))));
            out.writeTree(plan.path("faults").path(0));
        }
    }

    private static final class FaultReader extends JsonDeserializer<PlannedFault> {
        @Override
        public PlannedFault deserialize(JsonParser in, DeserializationContext context) throws IOException {
            ObjectNode plan = MAPPER.createObjectNode();
            plan.put("seed", 0);
            plan.putArray("faults").add(context.readTree(in));
            try {
                return PlanJson.read(plan.toString()).faults().getFirst();
            } catch (PlanFormatException e) {
                throw new IOException(e);
            }
        }
    }
}
