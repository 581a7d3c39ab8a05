package dev.causality.faults.proxy.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.causality.checkers.history.History;
import dev.causality.checkers.history.TapEvent.QueueCommand;
import dev.causality.checkers.history.TapEvent.QueueReplied;
import dev.causality.faults.plan.Occurrence;
import dev.causality.faults.plan.RedisFault;
import dev.causality.faults.plan.RedisFault.Match;
import dev.causality.faults.proxy.protocol.redis.RedisSupport;
import dev.causality.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** The tap and each fault against the real client and a real server. */
final class RedisFaultsTest {
    private static final RedisServer SERVER = RedisServer.start();
    private static final Match PUSH = new Match("lpush", "orders*", Occurrence.first(1));

    @TempDir
    private Path folder;

    private TappedLink link;
    private Jedis jedis;
    private Jedis direct;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void connect() throws IOException {
        link = new TappedLink(folder, SERVER.port(), taps -> new RedisSupport(_ -> taps.redis("worker-1")));
        jedis = new Jedis("127.0.0.1", link.port());
        direct = new Jedis("127.0.0.1", SERVER.port());
        direct.flushAll();
    }

    @AfterEach
    void disconnect() {
        jedis.close();
        direct.close();
        link.close();
    }

    @Test
    void commands_and_their_replies_are_written_in_order() {
        jedis.lpush("orders", "o-1");
        assertThatThrownBy(() -> jedis.hget("orders", "x")).isInstanceOf(JedisDataException.class);
        History history = link.end();
        assertThat(history.all(QueueCommand.class)
                        .filter(command ->
                                command.key() != null && command.key().equals("orders")))
                .extracting(QueueCommand::holder, QueueCommand::name, QueueCommand::key)
                .containsExactly(tuple("worker-1", "LPUSH", "orders"), tuple("worker-1", "HGET", "orders"));
        assertThat(history.all(QueueReplied.class).map(QueueReplied::error).filter(error -> error != null))
                .singleElement()
                .asString()
                .startsWith("WRONGTYPE");
    }

    @Test
    void an_error_comes_without_the_server_knowing_and_the_connection_goes_on() {
        jedis.ping();
        link.add("f", new RedisFault.Answer(PUSH, "LOADING Redis is loading the dataset in memory"));
        assertThatThrownBy(() -> jedis.lpush("orders", "o-1"))
                .isInstanceOf(JedisDataException.class)
                .hasMessageStartingWith("LOADING");
        assertThat(direct.exists("orders")).isFalse();
        assertThat(jedis.lpush("orders", "o-1")).isEqualTo(1);
        assertThat(link.applications("f")).isEqualTo(1);
    }

    @Test
    void a_command_that_is_dropped_is_not_carried_out() {
        link.add("f", new RedisFault.Drop(PUSH, true));
        assertThatThrownBy(() -> jedis.lpush("orders", "o-1")).isInstanceOf(JedisConnectionException.class);
        assertThat(direct.exists("orders")).isFalse();
    }

    @Test
    void a_command_whose_reply_is_lost_is_carried_out() {
        link.add("f", new RedisFault.LoseReply(PUSH, false));
        assertThatThrownBy(() -> jedis.lpush("orders", "o-1")).isInstanceOf(JedisConnectionException.class);
        assertThat(direct.llen("orders")).isEqualTo(1);
    }

    @Test
    void a_command_that_is_held_up_is_late() {
        link.add("f", new RedisFault.Delay(PUSH, 400));
        long began = System.nanoTime();
        jedis.lpush("orders", "o-1");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(400));
        assertThat(direct.llen("orders")).isEqualTo(1);
    }

    @Test
    void other_commands_and_other_keys_are_left_alone() {
        link.add("f", new RedisFault.Drop(PUSH, true));
        jedis.lpush("others", "o-1");
        jedis.rpush("orders", "o-1");
        assertThat(link.applications("f")).isZero();
    }
}
