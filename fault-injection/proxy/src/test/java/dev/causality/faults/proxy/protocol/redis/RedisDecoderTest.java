package dev.causality.faults.proxy.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.faults.proxy.protocol.Fragments;
import dev.causality.faults.proxy.protocol.Recorder;
import dev.causality.faults.proxy.protocol.Step;
import dev.causality.testservers.RedisServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

final class RedisDecoderTest {

    @Test
    void commands_are_told_one_by_one_however_they_are_cut() {
        assertThat(commands("""
                        *3
                        $3
                        set
                        $1
                        a
                        $5
                        hello

                        PING
                        *1
                        $4
                        PING
                          GET  b
                        *0
                        """)).containsExactly("0-31 SET a", "31-39 PING ", "39-53 PING ", "53-63 GET b", "63-67  ");
    }

    @Test
    void replies_of_every_type_are_told_one_by_one_however_they_are_cut() {
        assertThat(replies("""
                        +OK
                        -ERR no
                        :7
                        $-1
                        *-1
                        $0

                        *2
                        *1
                        :1
                        $2
                        ab
                        _
                        #t
                        ,1.5
                        (99
                        !5
                        ERR x
                        =6
                        txt:ab
                        %1
                        +a
                        :1
                        ~1
                        :1
                        >2
                        +message
                        +x
                        |1
                        +ttl
                        :9
                        :42
                        """))
                .containsExactly(
                        "OK",
                        "error ERR no",
                        "7",
                        "",
                        "",
                        "",
                        "1",
                        "",
                        "t",
                        "1.5",
                        "99",
                        "error ERR x",
                        "txt:ab",
                        "a",
                        "1",
                        "push message",
                        "ttl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?\n", "$x\n", "*-5\n", "\n", "$9999999999999\n", "*1\n?\n"})
    void bytes_that_are_no_replies_break_it_once_and_for_good(String text) {
        assertThat(replies(text + "+OK\n")).singleElement().asString().startsWith("broken: ");
    }

    @Test
    void nesting_and_lines_have_bounds() {
        assertThat(replies("*1\n".repeat(33))).singleElement().asString().contains("nested deeper than 32");
        RedisDecoder endless = RedisDecoder.ofCommands();
        ByteBuffer letters = ByteBuffer.wrap("a".repeat(70_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(endless.step(letters)).isEqualTo(Step.BROKEN);
    }

    @Test
    void a_session_of_the_real_client_is_understood_however_it_is_cut() throws Exception {
        try (RedisServer server = RedisServer.start();
                Recorder recorder = Recorder.before(server.port())) {
            try (Jedis jedis = new Jedis("127.0.0.1", recorder.port())) {
                jedis.lpush("orders", "o-1", "o-2");
                jedis.hset("status:o-1", "state", "received");
                jedis.rpop("orders");
                jedis.hgetAll("status:o-1");
            }
            Recorder.Session session = recorder.sessions().getFirst();
            List<String> commands = told(session.fromClient(), true);
            List<String> replies = told(session.fromServer(), false);
            assertThat(commands)
                    .noneMatch(told -> told.startsWith("broken"))
                    .anyMatch(told -> told.endsWith(" LPUSH orders"))
                    .anyMatch(told -> told.endsWith(" HSET status:o-1"))
                    .anyMatch(told -> told.endsWith(" RPOP orders"));
            assertThat(replies).noneMatch(told -> told.startsWith("broken")).hasSize(commands.size());
        }
    }

    private static List<String> commands(String text) {
        return told(bytes(text), true);
    }

    private static List<String> replies(String text) {
        return told(bytes(text), false);
    }

    private static List<String> told(byte[] bytes, boolean commands) {
        return Fragments.told(bytes, told -> {
            RedisDecoder decoder = commands ? RedisDecoder.ofCommands() : RedisDecoder.ofReplies();
            return piece -> read(decoder, piece, commands, told);
        });
    }

    private static void read(RedisDecoder decoder, ByteBuffer piece, boolean commands, List<String> told) {
        Step step = decoder.step(piece);
        while (step == Step.END) {
            told.add(
                    commands
                            ? decoder.start() + "-" + decoder.position() + " " + decoder.name() + " " + decoder.key()
                            : (decoder.isPush() ? "push " : decoder.isError() ? "error " : "") + decoder.text());
            step = decoder.step(piece);
        }
        if (step == Step.BROKEN && (told.isEmpty() || !told.getLast().startsWith("broken"))) {
            told.add("broken: " + decoder.problem());
        }
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
