package dev.causality.load;

import picocli.CommandLine;

/** The load driver's command line. */
@CommandLine.Command(
        name = "load",
        description = "Measures what the services can carry, beside their ceilings.",
        mixinStandardHelpOptions = true,
        version = "causality load 0.1.0",
        subcommands = {BenchCommand.class, CeilingCommands.Pull.class, CeilingCommands.Publish.class, EchoCommand.class
        })
public final class Main {

    private Main() {}

    /** Runs a command; without one, the benchmarks. */
    public static void main(String[] args) {
        String[] command = args.length == 0 ? new String[] {"bench"} : args;
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(command));
    }
}
