package dev.causality.faults.proxy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.faults.proxy.Main;
import dev.causality.testservers.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in a process of its own. */
final class Program {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern LISTENS = Pattern.compile("listens on (\\S+):(\\d+), seed (-?\\d+)");
    private static final String HEAP = "-Xmx64m";

    private Program() {}

    static ChildProcess start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return ChildProcess.builder("fault-proxy", command).start();
    }

    /** Waits until it says where it listens: host, port and seed. */
    static Matcher awaitStart(ChildProcess process) {
        await().atMost(PATIENCE).until(() -> LISTENS.matcher(process.output()).find());
        Matcher matcher = LISTENS.matcher(process.output());
        assertThat(matcher.find()).isTrue();
        return matcher;
    }
}
