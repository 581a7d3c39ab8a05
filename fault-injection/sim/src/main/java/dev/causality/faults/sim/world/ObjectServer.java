package dev.causality.faults.sim.world;

import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An object store's one bucket: whole objects by key, in order. What a PUT confirmed is durable. */
public final class ObjectServer {

    private final TreeMap<String, StoredObject> objects = new TreeMap<>();
    private final boolean conditionalPut;
    private boolean running = true;

    ObjectServer(boolean conditionalPut) {
        this.conditionalPut = conditionalPut;
    }

    /** @return false when there was one already, and this was to create one only */
    boolean put(NewObject object, boolean onlyIfAbsent) {
        if (onlyIfAbsent && conditionalPut && objects.containsKey(object.key())) {
            return false;
        }
        objects.put(object.key(), new StoredObject(object.body(), new TreeMap<>(object.metadata())));
        return true;
    }

    public Optional<StoredObject> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    List<String> list(String prefix, String startAfter, int limit) {
        return objects.tailMap(prefix, true).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .filter(key -> key.compareTo(startAfter) > 0)
                .limit(limit)
                .toList();
    }

    /** All objects, by key. */
    public Map<String, StoredObject> objects() {
        return new TreeMap<>(objects);
    }

    boolean running() {
        return running;
    }

    void setRunning(boolean now) {
        running = now;
    }
}
