package dev.causality.conformance.contract.differential;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;
import dev.causality.ports.ObjectStore.NewObject;
import dev.causality.ports.ObjectStore.ObjectHead;
import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.ObjectStore.StoredObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One operation on an object store. */
public sealed interface StoreOperation {

    /** @param size of the body, all of whose bytes are the number {@code content} */
    record Put(String key, int content, int size, boolean onlyIfAbsent) implements StoreOperation {}

    record Head(String key) implements StoreOperation {}

    record Get(String key) implements StoreOperation {}

    record Listing(String prefix, String startAfter, int limit) implements StoreOperation {}

    /** Does it below this folder, and tells what was answered. */
    default String on(ObjectStore store, String folder, Deadline deadline) {
        return switch (this) {
            case Put(String key, int content, int size, boolean onlyIfAbsent) -> {
                NewObject object = object(folder + key, content, size);
                yield onlyIfAbsent
                        ? store.putIfAbsent(object, deadline).toString()
                        : store.put(object, deadline).toString();
            }
            case Head(String key) ->
                told(store.head(folder + key, deadline), (ObjectHead head) -> head.size() + " " + head.metadata());
            case Get(String key) ->
                told(
                        store.get(folder + key, deadline),
                        (StoredObject object) -> Arrays.hashCode(object.body()) + " " + object.metadata());
            case Listing(String prefix, String startAfter, int limit) -> {
                String after = startAfter.isEmpty() ? "" : folder + startAfter;
                StoreAnswer<List<String>> answer = store.list(folder + prefix, after, limit, deadline);
                yield answer instanceof StoreAnswer.Known<List<String>>(List<String> keys)
                        ? keys.stream()
                                .map(key -> key.substring(folder.length()))
                                .toList()
                                .toString()
                        : answer.toString();
            }
        };
    }

    private static NewObject object(String key, int content, int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) content);
        TreeMap<String, String> metadata = new TreeMap<>();
        metadata.put("content", Integer.toString(content));
        return new NewObject(key, body, "text/plain", metadata);
    }

    private static <T> String told(StoreAnswer<Optional<T>> answer, java.util.function.Function<T, String> words) {
        return answer instanceof StoreAnswer.Known<Optional<T>>(Optional<T> found)
                ? found.map(words).orElse("nothing")
                : answer.toString();
    }
}
