package dev.causality.conformance.system.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The jars of the services under test. Their libraries lie in {@code lib/} beside them.
 *
 * @param gateway the gateway's
 * @param sink the warehouse sink's
 */
public record ServiceJars(Path gateway, Path sink) {
    private static final int HEAP_MEBIBYTES = 160;

    /** @throws IllegalArgumentException when one is not there; the message says how to build it */
    public ServiceJars {
        List<String> missing = new ArrayList<>();
        for (Path jar : List.of(gateway, sink)) {
            if (!Files.isRegularFile(jar)) {
                missing.add(jar.toString());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no such jar: " + String.join(", ", missing)
                    + ". `make conformance` builds them; --gateway-jar and --sink-jar name others.");
        }
    }

    /** Where the build of the repository at {@code root} puts the gateway. */
    public static Path defaultGateway(Path root) {
        return root.resolve("services/gateway/target/causality-gateway.jar");
    }

    /** Where the build of the repository at {@code root} puts the sink. */
    public static Path defaultSink(Path root) {
        return root.resolve("services/warehouse-sink/target/causality-warehouse-sink.jar");
    }

    /** The command that runs a jar on this JVM's own Java. */
    public static List<String> command(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEBIBYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toString());
    }
}
