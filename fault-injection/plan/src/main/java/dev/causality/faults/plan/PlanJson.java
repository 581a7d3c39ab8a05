package dev.causality.faults.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans as JSON. Faults, beginnings and ends carry a {@code type}: the name of their record in kebab case, behind its
 * family's. What is left out has the default that its record names, else 0, false or empty; what is unknown is refused.
 * Thread-safe.
 */
public final class PlanJson {
    private static final JsonMapper MAPPER = mapper();

    private PlanJson() {}

    /** @throws PlanFormatException when it is no plan; says where and why */
    public static FaultPlan read(String json) throws PlanFormatException {
        try {
            return MAPPER.readValue(json, FaultPlan.class);
        } catch (JsonProcessingException e) {
            throw failure(e);
        }
    }

    /** A single fault, with its {@code type}. */
    public static Fault readFault(JsonNode json) throws PlanFormatException {
        try {
            return MAPPER.treeToValue(json, Fault.class);
        } catch (JsonProcessingException e) {
            throw failure(e);
        }
    }

    /** The plan for people to edit: indented. */
    public static String write(FaultPlan plan) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every plan can be written", e);
        }
    }

    /** A single fault, with its {@code type}. */
    public static JsonNode writeFault(Fault fault) {
        return MAPPER.valueToTree(fault);
    }

    private static PlanFormatException failure(JsonProcessingException e) {
        String where = e instanceof JsonMappingException mapping ? path(mapping) : "";
        String why = Objects.requireNonNullElse(reason(e), "not understood");
        if (!(e instanceof JsonMappingException) && e.getLocation() != null) {
            where = "line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr();
        }
        return new PlanFormatException(where.isEmpty() ? why : where + ": " + why, e);
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static @Nullable String reason(JsonProcessingException e) {
        return switch (e) {
            case ValueInstantiationException wrong
            when wrong.getCause() != null -> wrong.getCause().getMessage();
            case UnrecognizedPropertyException unknown ->
                "unknown field; known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(Object::toString)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case InvalidTypeIdException type when type.getTypeId() == null -> "type is missing";
            case InvalidTypeIdException type -> "unknown type " + type.getTypeId();
            default -> e.getOriginalMessage();
        };
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
                .addMixIn(Fault.class, Typed.class)
                .addMixIn(Schedule.Begin.class, Typed.class)
                .addMixIn(Schedule.End.class, Typed.class)
                .build();
        register(mapper, Fault.class);
        register(mapper, Schedule.Begin.class);
        register(mapper, Schedule.End.class);
        return mapper;
    }

    private static void register(JsonMapper mapper, Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted == null) {
            String name = Fault.class.isAssignableFrom(type) ? Fault.kindOf(type) : Names.kebab(type);
            mapper.registerSubtypes(new NamedType(type, name));
            return;
        }
        for (Class<?> each : permitted) {
            register(mapper, each);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Typed {}
}
