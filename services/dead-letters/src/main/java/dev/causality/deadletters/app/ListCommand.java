package dev.causality.deadletters.app;

import dev.causality.deadletters.Entry;
import dev.causality.deadletters.Reason;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The newest entries, a line each. */
@Command(name = "list", description = "Lists the newest entries, newest first.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    private static final String LINE = "%-8s  %-24s  %-20s  %-10s  %-24s  %s%n";

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--limit", description = "How many. Default: ${DEFAULT-VALUE}.", defaultValue = "20")
    private int limit;

    @Option(names = "--reason", description = "Only those with this reason: ${COMPLETION-CANDIDATES}.")
    private Optional<Reason> reason = Optional.empty();

    @Option(names = "--consumer", description = "Only those of this consumer.")
    private Optional<String> consumer = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<Entry> found =
                connection.read((entries, deadline) -> Connection.known(entries.newest(limit, this::wanted, deadline)));
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty()) {
            out.println("no entries");
            return 0;
        }
        out.printf(LINE, "ENTRY", "GIVEN UP", "REASON", "DELIVERIES", "CONSUMER AND SEQUENCE", "SUBJECT");
        found.forEach(entry -> out.printf(LINE, line(entry).toArray()));
        return 0;
    }

    private boolean wanted(Entry entry) {
        return reason.map(entry.letter().reason()::equals).orElse(true)
                && consumer.map(entry.letter().origin().consumer()::equals).orElse(true);
    }

    private static Stream<Object> line(Entry entry) {
        return Stream.of(
                entry.sequence(),
                entry.letter().time().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                entry.letter().reason().code(),
                entry.letter().deliveries(),
                entry.letter().origin().consumer() + " " + entry.letter().sequence(),
                entry.letter().gone() ? "(gone)" : entry.letter().subject());
    }
}
