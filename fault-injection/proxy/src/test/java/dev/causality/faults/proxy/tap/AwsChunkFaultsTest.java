package dev.causality.faults.proxy.tap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causality.faults.plan.HttpFault;
import dev.causality.faults.plan.HttpFault.Match;
import dev.causality.faults.plan.HttpFault.Part;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.proxy.TcpClient;
import dev.causality.faults.proxy.TcpServer;
import dev.causality.faults.proxy.engine.HostPort;
import dev.causality.faults.proxy.protocol.http.HttpSupport;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults within a body in the SDK's own chunks, which comes piece by piece. */
final class AwsChunkFaultsTest {
    @TempDir
    private Path folder;

    @Test
    void a_byte_is_changed_and_told_of_when_the_first_content_comes() throws Exception {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (TcpServer server =
                        TcpServer.start(socket -> socket.getInputStream().transferTo(received));
                TappedLink link = new TappedLink(
                        folder,
                        HostPort.parse(server.address()).port(),
                        taps -> new HttpSupport("s3", _ -> taps.s3("sink-1")));
                TcpClient client = TcpClient.connect("127.0.0.1:" + link.port())) {
            link.add("f", new HttpFault.WrongChecksum(Match.of("PUT", "/events/*", Occurrence.first(1)), Part.REQUEST));
            client.send(
                    lines("PUT /events/k HTTP/1.1", "Host: s3", "Content-Encoding: aws-chunked", "Content-Length: 15"));
            client.send(lines("", "5"));
            await().until(() -> received.toString(US_ASCII).endsWith(lines("", "5")));
            assertThat(link.applications("f")).isZero();

            client.send(lines("hello", "0", ""));

            await().until(() -> received.toString(US_ASCII).endsWith(lines("0", "")));
            assertThat(received.toString(US_ASCII)).endsWith(lines("", "5", "iello", "0", ""));
            assertThat(link.applications("f")).isEqualTo(1);
        }
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
