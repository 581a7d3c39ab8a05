package dev.causality.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import dev.causality.v1.CustomEvent;
import dev.causality.v1.EventEnvelope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCatalogTest {

    @Test
    void every_payload_has_the_category_and_type_that_the_wire_fixes() {
        List<String> kinds = new ArrayList<>();
        for (FieldDescriptor field :
                EventEnvelope.getDescriptor().getOneofs().getFirst().getFields()) {
            EventEnvelope.Builder envelope = EventEnvelope.newBuilder();
            envelope.setField(field, envelope.newBuilderForField(field).build());
            EventKind kind = EventCatalog.kindOf(envelope.build()).orElseThrow();
            assertThat(kind.payloadNumber()).isEqualTo(field.getNumber());
            kinds.add(field.getName() + "=" + field.getNumber() + " "
                    + kind.category().wireName() + "." + kind.type());
        }

        assertThat(kinds)
                .containsExactly(
                        "user_login=10 user.login",
                        "user_logout=11 user.logout",
                        "user_signup=12 user.signup",
                        "user_profile_update=13 user.profile_update",
                        "screen_view=100 screen.view",
                        "screen_exit=101 screen.exit",
                        "button_tap=200 interaction.button_tap",
                        "swipe_gesture=201 interaction.swipe",
                        "scroll_event=202 interaction.scroll",
                        "text_input=203 interaction.text_input",
                        "long_press=204 interaction.long_press",
                        "double_tap=205 interaction.double_tap",
                        "product_view=300 commerce.product_view",
                        "add_to_cart=301 commerce.add_to_cart",
                        "remove_from_cart=302 commerce.remove_from_cart",
                        "checkout_start=303 commerce.checkout_start",
                        "checkout_step=304 commerce.checkout_step",
                        "purchase_complete=305 commerce.purchase_complete",
                        "purchase_failed=306 commerce.purchase_failed",
                        "app_start=400 system.app_start",
                        "app_background=401 system.app_background",
                        "app_foreground=402 system.app_foreground",
                        "app_crash=403 system.app_crash",
                        "network_change=404 system.network_change",
                        "permission_request=405 system.permission_request",
                        "permission_result=406 system.permission_result",
                        "memory_warning=407 system.memory_warning",
                        "battery_change=408 system.battery_change",
                        "custom_event=900 custom.");
    }

    @Test
    void a_custom_event_has_its_name_as_type() {
        EventEnvelope event = EventEnvelope.newBuilder()
                .setCustomEvent(CustomEvent.newBuilder().setEventName("Level Up"))
                .build();

        assertThat(EventCatalog.kindOf(event)).contains(new EventKind(EventCategory.CUSTOM, "Level Up", 900));
    }

    @Test
    void b14_a_payload_of_a_newer_schema_is_of_category_unknown() {
        assertThat(EventCatalog.kindOf(withUnknown(14, true)))
                .contains(new EventKind(EventCategory.UNKNOWN, "field_14", 14));
        assertThat(EventCatalog.kindOf(withUnknown(999, true)))
                .contains(new EventKind(EventCategory.UNKNOWN, "field_999", 999));
    }

    @Test
    void b14_a_known_payload_counts_before_an_unknown_one() {
        EventEnvelope event = withUnknown(950, true).toBuilder()
                .setCustomEvent(CustomEvent.newBuilder().setEventName("x"))
                .build();

        assertThat(EventCatalog.kindOf(event)).map(EventKind::category).contains(EventCategory.CUSTOM);
    }

    @Test
    void what_lies_outside_the_range_of_payloads_or_is_no_message_makes_no_event() {
        assertThat(EventCatalog.kindOf(EventEnvelope.getDefaultInstance())).isEmpty();
        assertThat(EventCatalog.kindOf(withUnknown(9, true))).isEmpty();
        assertThat(EventCatalog.kindOf(withUnknown(1000, true))).isEmpty();
        assertThat(EventCatalog.kindOf(withUnknown(950, false))).isEmpty();
        assertThat(EventCatalog.kindOf(withUnknown(100, false))).isEmpty();
    }

    private static EventEnvelope withUnknown(int number, boolean message) {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
        if (message) {
            field.addLengthDelimited(ByteString.copyFromUtf8("\n\001x"));
        } else {
            field.addVarint(7);
        }
        return EventEnvelope.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(number, field.build())
                        .build())
                .build();
    }
}
