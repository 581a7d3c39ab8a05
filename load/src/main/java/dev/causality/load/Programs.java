package dev.causality.load;

import dev.causality.testservers.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Starts the programs that are measured, each in a JVM of its own. */
final class Programs {

    static final String HEAP = "512 MiB";

    private static final List<String> JVM_FLAGS =
            List.of("-Xmx512m", "-XX:+UseParallelGC", "-XX:MetaspaceSize=96m", "--enable-native-access=ALL-UNNAMED");
    private static final String SIMULATION = "conformance/simulation/target/causality-conformance-simulation.jar";
    private static final List<String> SIMULATION_FLAGS = List.of(
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "-Djdk.trackAllThreads=false",
            "-XX:+UseSerialGC",
            "-Xmx1g");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Programs() {}

    /** The flags of every measured JVM, for the report. */
    static String flags() {
        return String.join(" ", JVM_FLAGS.subList(0, 3));
    }

    static ChildProcess service(String folder, String jar, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-jar", root().resolve(folder).resolve(jar).toString()));
        return ChildProcess.builder(jar, command).environment(settings).start();
    }

    /** A program of ours with arguments. */
    static ChildProcess program(String folder, String jar, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-jar", root().resolve(folder).resolve(jar).toString()));
        command.addAll(arguments);
        return ChildProcess.builder(jar, command).start();
    }

    /** The simulation, in the JVM that it needs: {@code fault-injection/sim} says why. */
    static ChildProcess simulation(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(SIMULATION_FLAGS);
        command.addAll(List.of("-jar", root().resolve(SIMULATION).toString()));
        command.addAll(arguments);
        return ChildProcess.builder("simulation", command).start();
    }

    /** One of our own commands in a JVM like the services'. */
    static ChildProcess own(String... arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return ChildProcess.builder(arguments[0], command).start();
    }

    /** Runs one of our own commands in a JVM like the services'; answers events per second from what it prints. */
    static double ceiling(String... arguments) {
        try (ChildProcess process = own(arguments)) {
            OptionalInt exit = process.awaitExit(LIMIT);
            if (exit.isEmpty() || exit.getAsInt() != 0) {
                throw new IllegalStateException(arguments[0] + " failed: " + process.outputTail());
            }
            String figures = process.output().strip().lines().toList().getLast();
            int space = figures.indexOf(' ');
            return Long.parseLong(figures.substring(0, space)) * 1e9 / Long.parseLong(figures.substring(space + 1));
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("services/warehouse-sink"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run this inside the repository");
    }
}
