package dev.causality.checkers.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The version of the format, and how its lines are read and written: as strictly as the library allows. */
public final class HistoryFormat {
    /** Changes whenever an older reader would misunderstand a newer file. */
    public static final int VERSION = 1;

    private static final JsonMapper MAPPER = mapper();

    private HistoryFormat() {}

    /** Every kind of line, in the order of declaration. */
    public static List<Class<? extends HistoryEvent>> kinds() {
        List<Class<? extends HistoryEvent>> kinds = new ArrayList<>();
        collect(HistoryEvent.class, kinds);
        return List.copyOf(kinds);
    }

    /** The {@code kind} that stands in the file for a record: its name in kebab case. */
    public static String kindOf(Class<? extends HistoryEvent> type) {
        return type.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    static JsonMapper lines() {
        return MAPPER;
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        strict -> strict.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
        for (Class<? extends HistoryEvent> kind : kinds()) {
            mapper.registerSubtypes(new NamedType(kind, kindOf(kind)));
        }
        return mapper;
    }

    private static void collect(Class<?> type, List<Class<? extends HistoryEvent>> kinds) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted == null) {
            kinds.add(type.asSubclass(HistoryEvent.class));
            return;
        }
        for (Class<?> each : permitted) {
            collect(each, kinds);
        }
    }
}
