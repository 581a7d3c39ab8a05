package dev.causality.kernel.process;

import dev.causality.kernel.settings.Settings;
import dev.causality.kernel.settings.SettingsDoc;
import dev.causality.kernel.settings.SettingsException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The main program of every service. A service's {@code main} is one line:
 *
 * {@snippet :
 * ServiceProcess.run(args, new ServiceDefinition<>("warehouse-sink", "Stores events as Parquet.", ":9090", "60s",
 *         List.of(Part.STREAM, Part.STORE, Part.SINK), SinkConfig::declare, SinkApp::start));
 * }
 *
 * <p>The exit code is one of {@link ExitCode}, or 128 and the signal's number when a second signal came.
 */
public final class ServiceProcess {

    /** Leaving takes no longer than this, whatever other libraries have hooked into it. */
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private ServiceProcess() {}

    /** Does what {@code args} and the environment say, and ends the JVM. */
    public static void run(String[] args, ServiceDefinition<?> definition) {
        ExitCode code = run(args, System.getenv(), definition, System.out, System.err);
        Watchdog.arm(LEAVING, code);
        System.exit(code.code());
    }

    /** The same, for a given environment and without ending the JVM. */
    static <C> ExitCode run(
            String[] args,
            Map<String, String> environment,
            ServiceDefinition<C> definition,
            PrintStream out,
            PrintStream err) {
        CommandLineOptions options = new CommandLineOptions();
        CommandLine commandLine = new CommandLine(options).setCommandName(definition.name());
        try {
            commandLine.parseArgs(args);
        } catch (ParameterException wrong) {
            err.println(wrong.getMessage());
            commandLine.usage(err);
            return ExitCode.BAD_SETTINGS;
        }
        if (options.help) {
            help(commandLine, definition, out);
            return ExitCode.CLEAN;
        }
        if (options.version) {
            out.println(definition.name() + " " + Version.current());
            return ExitCode.CLEAN;
        }
        return withSettings(options, Settings.of(environment), definition, out, err);
    }

    private static <C> ExitCode withSettings(
            CommandLineOptions options,
            Settings settings,
            ServiceDefinition<C> definition,
            PrintStream out,
            PrintStream err) {
        ProcessSettings<C> process;
        try {
            Supplier<ProcessSettings<C>> declared = definition.allSettings().apply(settings);
            process = settings.build(declared);
        } catch (SettingsException wrong) {
            err.println(definition.name() + ": " + wrong.getMessage());
            return ExitCode.BAD_SETTINGS;
        }
        if (options.checkSettings) {
            settings.effective().forEach((name, value) -> out.println(name + "=" + value));
            return ExitCode.CLEAN;
        }
        return new Supervisor<>(definition, process, settings.effective()).run(err);
    }

    private static void help(CommandLine commandLine, ServiceDefinition<?> definition, PrintStream out) {
        out.println(definition.description());
        out.println();
        commandLine.usage(out);
        out.println();
        out.println("Settings are read from the environment:");
        out.print(SettingsDoc.help(Settings.declarations(definition.allSettings())));
    }
}
