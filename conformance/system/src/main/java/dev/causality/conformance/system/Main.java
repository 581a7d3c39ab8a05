package dev.causality.conformance.system;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {RunCommand.class, JudgeCommand.class},
        description = "Breaks the services on a real stack, and judges from what is left whether anything was lost.",
        footer = {
            "",
            "Exit codes: 0 VALID, 1 INVALID (an invariant is broken), 2 UNKNOWN (the run does not show enough), 3 the run "
                    + "could not be carried out."
        })
public final class Main {
    /** The run could not be carried out, or the history not be read. */
    static final int COULD_NOT_RUN = 3;

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println("could not run: " + failure.getMessage());
                    if (System.getenv("CONFORMANCE_STACK_TRACE") != null) {
                        failure.printStackTrace(line.getErr());
                    }
                    return COULD_NOT_RUN;
                })
                .setParameterExceptionHandler((mistake, _) -> {
                    CommandLine line = mistake.getCommandLine();
                    line.getErr().println(mistake.getMessage());
                    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
                    return COULD_NOT_RUN;
                });
        System.exit(command.execute(arguments));
    }
}
