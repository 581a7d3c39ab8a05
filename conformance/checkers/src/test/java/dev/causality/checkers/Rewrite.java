package dev.causality.checkers;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events with one field changed. */
final class Rewrite {
    private Rewrite() {}

    /** The event with another value in this field. */
    @SuppressWarnings("unchecked")
    static <E extends Record> E with(E event, String field, @Nullable Object value) {
        List<RecordComponent> components = Arrays.asList(event.getClass().getRecordComponents());
        if (components.stream().noneMatch(component -> component.getName().equals(field))) {
            throw new IllegalArgumentException("no field " + field + " in " + event.getClass());
        }
        try {
            @Nullable Object[] values = new Object[components.size()];
            for (int i = 0; i < values.length; i++) {
                RecordComponent component = components.get(i);
                values[i] = component.getName().equals(field)
                        ? value
                        : component.getAccessor().invoke(event);
            }
            Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (E) event.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot rewrite " + event, e);
        }
    }
}
