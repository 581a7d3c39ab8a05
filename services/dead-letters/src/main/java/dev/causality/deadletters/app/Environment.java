package dev.causality.deadletters.app;

import dev.causality.adapters.nats.NatsSettings;
import dev.causality.adapters.s3.S3Place;
import dev.causality.deadletters.DeadLetters;
import dev.causality.kernel.settings.Declaration;
import dev.causality.kernel.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The services' own settings, as this process' environment has them. An option whose description key is the name of one has
 * its value by default: there is no second place that says what it is called and what it is without being set.
 */
final class Environment implements IDefaultValueProvider {
    private final Map<String, String> values;
    private final Map<String, String> defaults = new TreeMap<>();

    Environment(Map<String, String> values) {
        this.values = Map.copyOf(values);
        for (Declaration each : Settings.declarations(Environment::declare)) {
            defaults.put(each.name(), each.defaultText());
        }
    }

    private static Supplier<?> declare(Settings settings) {
        NatsSettings.servers(settings);
        DeadLetters.streamName(settings);
        return S3Place.declare(settings);
    }

    /** The one that the command's program was started in. */
    static Environment of(CommandSpec command) {
        return (Environment) command.root().defaultValueProvider();
    }

    @Override
    public @Nullable String defaultValue(ArgSpec option) {
        String setting = option.descriptionKey();
        if (setting == null || !defaults.containsKey(setting)) {
            return null;
        }
        String given = values.getOrDefault(setting, "").strip();
        return given.isEmpty() ? defaults.get(setting) : given;
    }

    /**
     * Reads settings.
     *
     * @param options what stands before the environment
     * @throws dev.causality.kernel.settings.SettingsException when they cannot work
     */
    <T> T read(Map<String, String> options, Function<Settings, Supplier<T>> declare) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(options);
        return Settings.read(all, declare);
    }
}
