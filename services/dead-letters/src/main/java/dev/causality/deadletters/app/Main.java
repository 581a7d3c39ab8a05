package dev.causality.deadletters.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.causality.kernel.settings.SettingsException;
import dev.causality.ports.PortException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's main program. */
@Command(
        name = "dead-letters",
        description = "Looks at the messages that no consumer could finish. Changes nothing.",
        mixinStandardHelpOptions = true,
        version = "causality dead-letters 0.1.0",
        subcommands = {DepthCommand.class, ListCommand.class, ShowCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:more entries than --alert-above, or no such entry",
            "2:wrong usage",
            "3:NATS or the object store cannot be reached, or has no such stream"
        })
public final class Main {

    static final int ALERT = 1;
    private static final int WRONG_USAGE = 2;
    private static final int UNAVAILABLE = 3;

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        System.exit(run(System.getenv(), out, new PrintWriter(System.err, true, UTF_8), args));
    }

    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setDefaultValueProvider(new Environment(environment))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    if (!(failure instanceof PortException || failure instanceof SettingsException)) {
                        throw failure;
                    }
                    command.getErr().println("dead-letters: " + failure.getMessage());
                    return failure instanceof PortException ? UNAVAILABLE : WRONG_USAGE;
                })
                .execute(args.length == 0 ? new String[] {"--help"} : args);
    }
}
