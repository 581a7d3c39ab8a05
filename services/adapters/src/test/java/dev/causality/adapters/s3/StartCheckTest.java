package dev.causality.adapters.s3;

import static dev.causality.adapters.s3.S3Fixture.in;
import static dev.causality.adapters.s3.S3Fixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causality.ports.ObjectStore.StoreAnswer;
import dev.causality.ports.PortException;
import dev.causality.testservers.S3Server;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class StartCheckTest {

    @Test
    void a_usable_bucket_passes_and_is_left_as_it_was() {
        try (S3Server server = S3Server.start();
                S3Store store = S3Fixture.open(server)) {
            server.createBucket(S3Fixture.BUCKET);

            assertThat(store.check("events", soon())).isEqualTo(new S3Store.Capabilities(true));
            assertThat(store.check("", soon())).isEqualTo(new S3Store.Capabilities(true));
            assertThat(store.list("", "", 10, soon())).isEqualTo(new StoreAnswer.Known<>(List.of()));
        }
    }

    @Test
    void a_missing_bucket_and_wrong_keys_are_named() {
        try (S3Server server = S3Server.start();
                S3Store store = S3Fixture.open(server);
                S3Store wrongKeys = S3Stores.open(
                        S3Fixture.config(server.endpoint(), server.accessKey(), "wrong-secret"), S3Fixture.KERNEL)) {
            assertProblem(store)
                    .hasMessageContaining("no bucket 'causality-events'")
                    .hasMessageContaining("S3_BUCKET");
            server.createBucket(S3Fixture.BUCKET);
            assertProblem(wrongKeys)
                    .hasMessageContaining("S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY")
                    .hasMessageNotContaining("wrong-secret");
        }
    }

    @Test
    void an_address_where_nobody_listens_is_named() throws Exception {
        try (DeafPort port = new DeafPort();
                S3Store store = S3Stores.open(S3Fixture.config(port.endpoint(), "any", "keys"), S3Fixture.KERNEL)) {
            assertProblem(store).hasMessageContaining("cannot be reached").hasMessageContaining("S3_ENDPOINT");
        }
    }

    @Test
    void a_server_that_is_no_object_store_is_found_out() {
        try (RawServer web =
                        RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
                RawServer missing = RawServer.refusing(404, "", "");
                S3Store store = S3Fixture.open(web);
                S3Store other = S3Fixture.open(missing)) {
            assertProblem(store).hasMessageContaining("another body").hasMessageContaining("S3_ENDPOINT");
            assertProblem(other).hasMessageContaining("not answer like S3").hasMessageContaining("S3_ENDPOINT");
        }
    }

    @Test
    void a_store_in_another_region_is_named() {
        try (RawServer elsewhere = RawServer.refusing(301, "PermanentRedirect", "use the endpoint of eu-central-1");
                S3Store store = S3Fixture.open(elsewhere)) {
            assertProblem(store).hasMessageContaining("S3_REGION (us-east-1)").hasMessageContaining("eu-central-1");
        }
    }

    @Test
    void a_silent_store_fails_the_check_at_the_deadline() {
        try (S3Server server = S3Server.start();
                S3Store store = S3Fixture.open(server)) {
            server.pause();
            assertThatThrownBy(() -> store.check("events", in(Duration.ofMillis(500))))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("cannot be reached");
            server.resume();
        }
    }

    @Test
    void b7_a_store_that_ignores_if_none_match_is_found_out() {
        for (boolean refuses : List.of(true, false)) {
            try (TinyStore tiny = new TinyStore(refuses);
                    S3Store store = S3Stores.open(S3Fixture.config(tiny.endpoint(), "any", "keys"), S3Fixture.KERNEL)) {
                assertThat(store.check("events", soon())).isEqualTo(new S3Store.Capabilities(false));
                assertThat(tiny.keys()).isEmpty();
            }
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertProblem(S3Store store) {
        return assertThatThrownBy(() -> store.check("events", soon())).isInstanceOf(PortException.class);
    }
}
