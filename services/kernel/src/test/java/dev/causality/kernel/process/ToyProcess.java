package dev.causality.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link ToyMain} in a JVM of its own. */
final class ToyProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern PORT = Pattern.compile("\"port\":(\\d+)");

    private final Process process;
    private final Path out;
    private final Path err;
    private final HttpClient client = HttpClient.newHttpClient();

    private ToyProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ToyProcess start(Path folder, Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ToyMain.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new ToyProcess(builder.start(), out, err);
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits until the process has written {@code text}; ends it if that does not happen. */
    ToyProcess awaitLine(String text) {
        try {
            await().atMost(PATIENCE).until(() -> out().contains(text) || !process.isAlive());
            assertThat(out()).as(() -> describe()).contains(text);
            return this;
        } catch (RuntimeException | IOException | AssertionError missing) {
            close();
            throw new AssertionError("did not write " + text + ": " + describe(), missing);
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        Matcher port = PORT.matcher(out());
        assertThat(port.find()).isTrue();
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    void signal(String name) throws IOException, InterruptedException {
        // The shell's own: not every machine has the program.
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(() -> describe())
                .isTrue();
        return process.exitValue();
    }

    private String describe() {
        try {
            return out() + err();
        } catch (IOException broken) {
            return broken.toString();
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }
}
