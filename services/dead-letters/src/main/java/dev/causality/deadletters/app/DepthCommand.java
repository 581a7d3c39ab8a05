package dev.causality.deadletters.app;

import dev.causality.ports.StreamState;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many entries there are, by the stream's own state. */
@Command(name = "depth", description = "Says how many entries there are.", mixinStandardHelpOptions = true)
final class DepthCommand implements Callable<Integer> {

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--alert-above",
            description = "Exit with 1 when there are more entries than this. Default: never.",
            defaultValue = Long.MAX_VALUE + "",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private long alertAbove;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        StreamState state = connection.read((entries, deadline) -> Connection.known(entries.depth(deadline)));
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                state.messages() == 0
                        ? "0 entries"
                        : state.messages() + (state.messages() == 1 ? " entry" : " entries") + ", the oldest of "
                                + state.firstTime());
        return state.messages() > alertAbove ? Main.ALERT : 0;
    }
}
