package dev.causality.kernel.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The settings of one process, while they are being read. A part of a service declares what it needs and gives back how
 * to build its record; nothing is built until every part has been read without an error:
 *
 * {@snippet :
 * static Supplier<SinkConfig> declare(Settings settings) {
 *     int workers = settings.integer("WORKER_COUNT", "Tasks that pull side by side.").between(1, 64).or("1");
 *     Duration flush = settings.duration("BATCH_FLUSH_INTERVAL", "Longest time an event is buffered.").or("30s");
 *     Duration ackWait = settings.duration("ACK_WAIT", "Time until the server delivers again.").or("60s");
 *     settings.check(flush.compareTo(ackWait) < 0, "must be shorter than ACK_WAIT", "BATCH_FLUSH_INTERVAL", "ACK_WAIT");
 *     return () -> new SinkConfig(workers, flush, ackWait);
 * }
 * SinkConfig config = Settings.read(System.getenv(), SinkConfig::declare);
 * }
 *
 * <p>A variable that is set to nothing counts as not set. Not safe for use by several threads.
 */
public final class Settings {

    private final Map<String, String> values;
    private final LinkedHashMap<String, Declaration> declarations = new LinkedHashMap<>();
    private final LinkedHashMap<String, String> shown = new LinkedHashMap<>();
    private final Set<String> malformed = new TreeSet<>();
    private final List<String> errors = new ArrayList<>();

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /** Settings to be read from {@code values}, such as the environment. */
    public static Settings of(Map<String, String> values) {
        return new Settings(Map.copyOf(values));
    }

    /**
     * Reads one record from {@code values}.
     *
     * @throws SettingsException when anything is wrong, naming all of it
     */
    public static <T> T read(Map<String, String> values, Function<Settings, Supplier<T>> declare) {
        Settings settings = of(values);
        return settings.build(declare.apply(settings));
    }

    /** What {@code declare} declares, in its order, without any value. */
    public static List<Declaration> declarations(Function<Settings, ? extends Supplier<?>> declare) {
        Settings settings = of(Map.of());
        var _ = declare.apply(settings);
        return settings.declarations();
    }

    /** A text of at least one character. */
    public Setting<String> string(String name, String description) {
        return new Setting<>(this, Kind.STRING, name, description);
    }

    /** A text that is never shown. */
    public Setting<Secret> secret(String name, String description) {
        return new Setting<>(this, Kind.SECRET, name, description);
    }

    /** A whole number that fits 32 bits. */
    public Setting<Integer> integer(String name, String description) {
        return new Setting<>(this, Kind.INTEGER, name, description);
    }

    /** A number, decimal point allowed. */
    public Setting<Double> decimal(String name, String description) {
        return new Setting<>(this, Kind.DECIMAL, name, description);
    }

    /** A size in bytes: 5242880, 64KiB, 5MiB, 2GiB. */
    public Setting<Long> bytes(String name, String description) {
        return new Setting<>(this, Kind.BYTES, name, description);
    }

    /** A time span: 250ms, 30s, 5m, 168h, 1h30m. */
    public Setting<Duration> duration(String name, String description) {
        return new Setting<>(this, Kind.DURATION, name, description);
    }

    /** A switch: true or false. */
    public Setting<Boolean> bool(String name, String description) {
        return new Setting<>(this, Kind.BOOL, name, description);
    }

    /** One constant of {@code type}, written in lower case with '-' for '_'. */
    public <E extends Enum<E>> Setting<E> enumeration(String name, Class<E> type, String description) {
        return new Setting<>(this, Kind.enumeration(type), name, description);
    }

    /** Where a server listens or is reached: ":8080" or "host:port". */
    public Setting<Address> address(String name, String description) {
        return new Setting<>(this, Kind.ADDRESS, name, description);
    }

    /** A URL with a host, of one of {@code schemes}. */
    public Setting<URI> url(String name, String description, String... schemes) {
        return new Setting<>(this, Kind.url(List.of(schemes)), name, description);
    }

    /** One or more URLs with a host, of one of {@code schemes}, separated by commas. */
    public Setting<List<URI>> urls(String name, String description, String... schemes) {
        return new Setting<>(this, Kind.list(Kind.url(List.of(schemes)), "URLs"), name, description);
    }

    /** One or more texts separated by commas. */
    public Setting<List<String>> list(String name, String description) {
        return new Setting<>(this, Kind.list(Kind.STRING, "texts"), name, description);
    }

    /**
     * Adds an error unless settings that must fit each other do. Where one of them could not be read at all, there is
     * nothing to compare, and its own error says enough.
     *
     * @param expected what must hold, such as "must be shorter than ACK_WAIT"; the error continues the first name with it
     * @param names the settings that were compared, the one to blame first
     */
    public void check(boolean holds, String expected, String... names) {
        if (!holds && Arrays.stream(names).noneMatch(malformed::contains)) {
            String given =
                    String.join(", ", Arrays.stream(names).map(this::assignment).toList());
            String subject = names.length == 0 ? "" : names[0] + " ";
            errors.add(subject + expected + (given.isEmpty() ? "" : " (given: " + given + ")"));
        }
    }

    /**
     * Builds the record. What its constructor refuses becomes an error too.
     *
     * @throws SettingsException when anything was wrong, naming all of it
     */
    public <T> T build(Supplier<T> record) {
        if (!errors.isEmpty()) {
            throw new SettingsException(errors);
        }
        try {
            return record.get();
        } catch (IllegalArgumentException refused) {
            throw new SettingsException(List.of(String.valueOf(refused.getMessage())));
        }
    }

    /** Everything declared so far, in order. */
    public List<Declaration> declarations() {
        return List.copyOf(declarations.values());
    }

    /** What is wrong so far. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** The values in force, as they may be shown: secrets and credentials are hidden. In order of declaration. */
    public Map<String, String> effective() {
        return new LinkedHashMap<>(shown);
    }

    /** The text given for {@code name}, empty when there is none. */
    String given(String name) {
        return values.getOrDefault(name, "").strip();
    }

    /** @throws IllegalStateException when another part of the program declares the same name differently */
    void declare(Declaration declaration) {
        Declaration earlier = declarations.putIfAbsent(declaration.name(), declaration);
        if (earlier != null && !earlier.equals(declaration)) {
            throw new IllegalStateException("declared twice, differently: " + earlier + " and " + declaration);
        }
    }

    void show(String name, String text) {
        shown.put(name, text);
    }

    void malformed(Declaration declaration, String problem) {
        if (malformed.add(declaration.name())) {
            errors.add(problem);
        }
    }

    private String assignment(String name) {
        return name + "=" + shown.getOrDefault(name, "");
    }
}
