package dev.causality.deadletters.app;

import dev.causality.deadletters.Entry;
import dev.causality.deadletters.Original;
import dev.causality.ports.Header;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One entry with all that it says. */
@Command(
        name = "show",
        description = "Shows an entry: which message it is about, why it was given up, and its bytes.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private Connection.Store store = new Connection.Store();

    @Parameters(paramLabel = "ENTRY", description = "The entry's number, as list shows it.")
    private long number;

    @Option(names = "--payload-to", paramLabel = "FILE", description = "Write the message's bytes to this file.")
    private Optional<Path> payloadTo = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Found> found = connection.read(
                Optional.of(store),
                (entries, deadline) -> Connection.known(entries.at(number, deadline))
                        .map(entry -> new Found(entry, entries.original(entry, deadline))));
        if (found.isEmpty()) {
            spec.commandLine().getErr().println("dead-letters: there is no entry " + number);
            return Main.ALERT;
        }
        print(found.get().entry(), out);
        return print(found.get().original(), out);
    }

    private record Found(Entry entry, Original original) {}

    private static void print(Entry entry, PrintWriter out) {
        var letter = entry.letter();
        line(out, "entry", entry.sequence());
        line(out, "id", entry.id());
        line(
                out,
                "stream",
                letter.origin().stream() + ", created " + letter.origin().created());
        line(out, "consumer", letter.origin().consumer());
        line(out, "sequence", letter.sequence());
        line(out, "subject", letter.gone() ? "(gone before anyone could read it)" : letter.subject());
        line(out, "deliveries", letter.deliveries());
        line(out, "reason", letter.reason().code());
        line(out, "detail", letter.detail());
        line(out, "first seen", letter.firstSeen());
        line(out, "given up", letter.time());
        entry.payload().ifPresent(reference -> line(out, "object", reference.key()));
    }

    private int print(Original original, PrintWriter out) throws IOException {
        switch (original) {
            case Original.Whole(List<Header> headers, byte[] payload) -> {
                headers.forEach(header -> line(out, "header", header.name() + ": " + header.value()));
                line(out, "bytes", payload.length);
                if (payloadTo.isPresent()) {
                    Files.write(payloadTo.get(), payload);
                    line(out, "written to", payloadTo.get());
                }
                return 0;
            }
            case Original.Gone _ -> line(out, "bytes", "gone");
            case Original.Damaged(String detail) -> line(out, "bytes", "damaged: " + detail);
            case Original.Unavailable(String detail) -> line(out, "bytes", "cannot be fetched now: " + detail);
        }
        return payloadTo.isPresent() ? Main.ALERT : 0;
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.printf("%-11s %s%n", name, value);
    }
}
