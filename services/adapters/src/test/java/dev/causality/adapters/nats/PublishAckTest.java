package dev.causality.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causality.ports.PublishOutcome;
import dev.causality.ports.PublishOutcome.Confirmed;
import dev.causality.ports.PublishOutcome.Refusal;
import dev.causality.ports.PublishOutcome.Refused;
import dev.causality.ports.PublishOutcome.Unknown;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishAckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream\":\"S\",\"seq\":17}",
                "{\"stream\":\"S\", \"seq\":17}",
                "{\"stream\": \"S\", \"seq\": 17}",
                "{\"stream\":\"S\",\"domain\":\"d\",\"seq\":17}",
                "{\"stream\":\"S\",\"seq\":17,\"duplicate\":false}"
            })
    void a1_a_confirmation_is_read_in_every_form_that_servers_write(String answer) {
        assertThat(read(answer)).isEqualTo(new Confirmed(17, false));
    }

    @Test
    void a3_a_duplicate_is_told_apart() {
        assertThat(read("{\"stream\":\"S\",\"seq\":17,\"duplicate\": true}")).isEqualTo(new Confirmed(17, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "+ACK",
                "{\"stream\":\"S\"}",
                "{\"stream\":\"S\",\"seq\":0}",
                "{\"stream\":\"S\",\"seq\":}",
                "{\"stream\":\"S\",\"seq\":1"
            })
    void a2_an_answer_that_confirms_nothing_is_unknown(String answer) {
        assertThat(read(answer)).isInstanceOf(Unknown.class);
    }

    @Test
    void an_answer_of_another_stream_is_refused() {
        assertThat(read("{\"stream\":\"SS\",\"seq\":1}"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.OTHER));
    }

    @ParameterizedTest
    @CsvSource({
        "503, 10077, maximum bytes exceeded, FULL",
        "503, 10077, maximum messages exceeded, FULL",
        "503, 10077, maximum messages per subject exceeded, FULL",
        "400, 10002, resource limits exceeded for account, FULL",
        "503, 10023, insufficient resources, FULL",
        "500, 10028, insufficient memory resources available, FULL",
        "500, 10047, insufficient storage resources available, FULL",
        "400, 10054, message size exceeds maximum allowed, TOO_LARGE",
        "400, 10097, header size exceeds maximum allowed of 64k, TOO_LARGE",
        "409, 10158, duplicate message id is in process, DUPLICATE_IN_PROCESS",
        "503, 10008, JetStream system temporarily unavailable, UNAVAILABLE",
        "503, 10076, JetStream not enabled, UNAVAILABLE",
        "503, 10039, JetStream not enabled for account, UNAVAILABLE",
        "429, 10167, too many requests, UNAVAILABLE",
        "400, 10060, expected stream does not match, OTHER",
        "400, 10071, wrong last sequence: 5, OTHER",
        "400, 10109, invalid operation on sealed stream, OTHER"
    })
    void a4_every_refusal_of_the_server_has_its_reason(int code, int error, String description, Refusal refusal) {
        assertThat(read(error(code, error, description)))
                .isEqualTo(new Refused(refusal, description + " (" + error + ")"));
    }

    @Test
    void a2_a_store_that_failed_while_it_wrote_leaves_the_outcome_unknown() {
        assertThat(read(error(503, 10077, "write /data/blk/1: no space left on device")))
                .isInstanceOf(Unknown.class);
    }

    private static String error(int code, int error, String description) {
        return "{\"error\":{\"code\":" + code + ",\"err_code\":" + error + ",\"description\":\"" + description
                + "\"},\"stream\":\"S\",\"seq\":0}";
    }

    private static PublishOutcome read(String answer) {
        return new PublishAck("S")
                .read(NatsMessage.builder().subject("inbox").data(answer).build());
    }
}
