package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private static final EventKind SCREEN_VIEW = new EventKind(EventCategory.SCREEN, "view", 100);

    @ParameterizedTest
    @ValueSource(strings = {"a", "com.acme.shop", "my-app_2", "A.B", "0", "-", "_"})
    void a6_a_safe_name_is_an_app_id(String name) {
        assertThat(new AppId(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "../x", ".a", "a.", "a..b", "a b", "a\n", "\ra", "a:b", "a/b", "a*", "a.>", "ä", "a\u0000", "🎉"
            })
    void a6_any_other_name_is_refused_with_the_reason(String name) {
        assertThat(AppId.check(name)).map(Violation::field).contains("app_id");
        assertThatThrownBy(() -> new AppId(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("app_id");
    }

    @Test
    void a6_an_app_id_has_at_most_160_characters() {
        assertThat(AppId.MAX_LENGTH).isEqualTo(160);
        assertThat(AppId.check("x".repeat(160))).isEmpty();
        assertThat(AppId.check("x".repeat(161))).map(Violation::message).contains("must have at most 160 characters");
    }

    @Test
    void a6_a_dot_of_the_app_id_becomes_an_underscore_in_the_subject() {
        assertThat(EventSubjects.subject("com.Acme.shop", SCREEN_VIEW)).isEqualTo("events.com_Acme_shop.screen.view");
    }

    @Test
    void a6_a_custom_name_is_folded_to_lower_case_with_space_and_dot_as_underscore() {
        assertThat(EventSubjects.subject("shop", EventKind.custom("Level Up.v2-X")))
                .isEqualTo("events.shop.custom.level_up_v2-x");
    }

    @Test
    void b14_an_unknown_payload_is_published_under_the_number_of_its_field() {
        assertThat(EventSubjects.subject("shop", EventKind.unknown(950))).isEqualTo("events.shop.unknown.field_950");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a*", "a>", "a\r\nPUB x", "a\tb", "ä", "a:b"})
    void a6_no_other_character_reaches_a_subject(String name) {
        assertThatThrownBy(() -> EventSubjects.subject("shop", EventKind.custom(name)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventSubjects.subject(name, SCREEN_VIEW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a6_a_space_is_refused_in_an_app_id() {
        assertThatThrownBy(() -> EventSubjects.subject("my app", SCREEN_VIEW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a3_the_same_key_in_another_case_gives_the_same_message_id() {
        String lower = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

        assertThat(EventSubjects.messageId("App", lower)).isEqualTo("App:" + lower);
        assertThat(EventSubjects.messageId("App", "0190A1B2-C3D4-7E5F-8A9B-0C1D2E3F4A5B"))
                .isEqualTo("App:" + lower);
        assertThat(EventSubjects.messageId("app", lower)).isNotEqualTo(EventSubjects.messageId("App", lower));
    }
}
