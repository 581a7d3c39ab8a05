package dev.causality.conformance.contract.wrong;

import dev.causality.kernel.Deadline;
import dev.causality.ports.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Object stores that break a rule. */
final class WrongStores {

    private WrongStores() {}

    static List<Wrong<ObjectStore>> all() {
        List<Wrong<ObjectStore>> all = new ArrayList<>(puts());
        all.addAll(reads());
        return all;
    }

    private static List<Wrong<ObjectStore>> puts() {
        return List.of(
                new Wrong<>("ignores the condition", "os02", right -> new PlainStore(right) {
                    @Override
                    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
                        return right.put(object, deadline);
                    }
                }),
                new Wrong<>("looks first and then writes", "os07", right -> new PlainStore(right) {
                    @Override
                    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
                        boolean there = right.head(object.key(), deadline)
                                        instanceof StoreAnswer.Known<Optional<ObjectHead>>(var found)
                                && found.isPresent();
                        return there ? new PutOutcome.AlreadyExists() : right.put(object, deadline);
                    }
                }),
                new Wrong<>("takes what was there for its own", "os02", right -> new PlainStore(right) {
                    @Override
                    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
                        PutOutcome outcome = right.putIfAbsent(object, deadline);
                        return outcome instanceof PutOutcome.AlreadyExists ? new PutOutcome.Written() : outcome;
                    }
                }),
                new Wrong<>("never writes over anything", "os03", right -> new PlainStore(right) {
                    @Override
                    public PutOutcome put(NewObject object, Deadline deadline) {
                        return right.putIfAbsent(object, deadline);
                    }
                }),
                new Wrong<>("loses metadata", "os01", right -> new PlainStore(right) {
                    @Override
                    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
                        return right.putIfAbsent(
                                new NewObject(object.key(), object.body(), object.contentType(), new TreeMap<>()),
                                deadline);
                    }
                }),
                new Wrong<>("writes after the deadline", "os08", right -> new PlainStore(right) {
                    @Override
                    public PutOutcome putIfAbsent(NewObject object, Deadline deadline) {
                        return right.putIfAbsent(object, Deadline.NEVER);
                    }
                }));
    }

    private static List<Wrong<ObjectStore>> reads() {
        return List.of(
                new Wrong<>("cannot tell absent from unavailable", "os04", right -> new PlainStore(right) {
                    @Override
                    public StoreAnswer<Optional<ObjectHead>> head(String key, Deadline deadline) {
                        return right.head(key, deadline) instanceof StoreAnswer.Known<Optional<ObjectHead>>(var found)
                                        && found.isPresent()
                                ? new StoreAnswer.Known<>(found)
                                : new StoreAnswer.Unavailable<>(StoreFailure.INVALID, "404");
                    }
                }),
                new Wrong<>("takes empty for absent", "os05", right -> new PlainStore(right) {
                    @Override
                    public StoreAnswer<Optional<StoredObject>> get(String key, Deadline deadline) {
                        return right.get(key, deadline) instanceof StoreAnswer.Known<Optional<StoredObject>>(var found)
                                ? new StoreAnswer.Known<>(found.filter(object -> object.body().length > 0))
                                : new StoreAnswer.Unavailable<>(StoreFailure.SERVER_ERROR, "");
                    }
                }),
                listing("lists in no order", "os06", List::reversed),
                listing("lists late", "os09", keys -> keys.size() == 1 ? List.of() : keys),
                new Wrong<>("lists from the first key each time", "os06", right -> new PlainStore(right) {
                    @Override
                    public StoreAnswer<List<String>> list(
                            String prefix, String startAfter, int limit, Deadline deadline) {
                        return right.list(prefix, "", limit, deadline);
                    }
                }));
    }

    private static Wrong<ObjectStore> listing(
            String how, String rule, java.util.function.UnaryOperator<List<String>> change) {
        return new Wrong<>(how, rule, right -> new PlainStore(right) {
            @Override
            public StoreAnswer<List<String>> list(String prefix, String startAfter, int limit, Deadline deadline) {
                return right.list(prefix, startAfter, limit, deadline) instanceof StoreAnswer.Known<List<String>>(var k)
                        ? new StoreAnswer.Known<>(change.apply(k))
                        : new StoreAnswer.Unavailable<>(StoreFailure.SERVER_ERROR, "");
            }
        });
    }
}
