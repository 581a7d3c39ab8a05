package dev.causality.events;

import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_BOOL;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_BYTES;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_INT64;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_STRING;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_UINT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.buf.validate.BoolRules;
import build.buf.validate.FieldRules;
import build.buf.validate.Ignore;
import build.buf.validate.Int64Rules;
import build.buf.validate.MessageRules;
import build.buf.validate.RepeatedRules;
import build.buf.validate.Rule;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A schema that says more than the compiled rules understand is refused as a whole: no rule is left out in silence. */
class RuleReaderTest {

    @Test
    void rules_that_are_known_are_compiled() throws Exception {
        MessageSpec spec = spec(
                field(TYPE_STRING, string(StringRules.newBuilder().setMinLen(2).setMaxLen(3))));

        StringRule rule = java.util.Objects.requireNonNull(java.util.Objects.requireNonNull(spec.field(1)).stringRule);

        assertThat(rule.explain("ä")).contains("must have 2 to 3 characters");
        assertThat(rule.explain("äöü")).isEmpty();
        assertThat(rule.explain("äöüß")).contains("must have 2 to 3 characters");
        assertThat(spec.required).isNotZero();
    }

    @Test
    void a_range_is_compiled_from_any_of_its_four_bounds() throws Exception {
        MessageSpec spec =
                spec(field(TYPE_INT64, int64(Int64Rules.newBuilder().setGt(1).setLte(5))));

        IntegerRule rule =
                java.util.Objects.requireNonNull(java.util.Objects.requireNonNull(spec.field(1)).integerRule);

        assertThat(rule).isEqualTo(new IntegerRule(2, 5));
    }

    @Test
    void a_rule_that_is_not_known_is_refused() {
        for (FieldRules.Builder rules : List.of(
                string(StringRules.newBuilder().setEmail(true)),
                string(StringRules.newBuilder().setNotContains("x")),
                string(StringRules.newBuilder().setMinLen(1)).setRequired(true),
                string(StringRules.newBuilder().setMinLen(1)).setIgnore(Ignore.IGNORE_ALWAYS),
                string(StringRules.newBuilder().setMinLen(1))
                        .addCel(Rule.newBuilder().setExpression("true")),
                FieldRules.newBuilder().setRequired(true))) {
            assertRefused(field(TYPE_STRING, rules));
        }
        assertRefused(field(TYPE_INT64, int64(Int64Rules.newBuilder().addIn(7))));
        assertRefused(field(TYPE_INT64, int64(Int64Rules.newBuilder().setGt(5).setLt(1))));
        assertRefused(field(
                TYPE_BOOL,
                FieldRules.newBuilder().setBool(BoolRules.newBuilder().setConst(true))));
    }

    @Test
    void rules_on_the_elements_of_a_list_are_refused() {
        RepeatedRules items = RepeatedRules.newBuilder()
                .setItems(string(StringRules.newBuilder().setMinLen(1)))
                .build();

        assertRefused(field(TYPE_STRING, FieldRules.newBuilder().setRepeated(items))
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
    }

    @Test
    void a_pattern_that_cannot_be_compiled_is_refused() {
        assertThatThrownBy(() ->
                        spec(field(TYPE_STRING, string(StringRules.newBuilder().setPattern("^\\w$")))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rules_of_a_whole_message_are_refused() {
        MessageRules rules = MessageRules.newBuilder().addCelExpression("true").build();
        MessageOptions options = MessageOptions.newBuilder()
                .setExtension(ValidateProto.message, rules)
                .build();
        DescriptorProto message =
                DescriptorProto.newBuilder().setName("M").setOptions(options).build();

        assertThatThrownBy(() -> spec(message)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_type_that_cannot_be_read_from_the_wire_is_refused() {
        assertRefused(field(TYPE_BYTES, FieldRules.newBuilder()));
        assertRefused(field(TYPE_UINT32, FieldRules.newBuilder()));
        assertRefused(field(TYPE_INT64, FieldRules.newBuilder()).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
        assertRefused(field(TYPE_STRING, FieldRules.newBuilder())
                .setProto3Optional(true)
                .setOneofIndex(0));
    }

    private static void assertRefused(FieldDescriptorProto.Builder field) {
        assertThatThrownBy(() -> spec(field)).as(field.toString()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static FieldRules.Builder string(StringRules.Builder rules) {
        return FieldRules.newBuilder().setString(rules);
    }

    private static FieldRules.Builder int64(Int64Rules.Builder rules) {
        return FieldRules.newBuilder().setInt64(rules);
    }

    private static FieldDescriptorProto.Builder field(FieldDescriptorProto.Type type, FieldRules.Builder rules) {
        FieldOptions.Builder options = FieldOptions.newBuilder();
        if (!rules.getAllFields().isEmpty()) {
            options.setExtension(ValidateProto.field, rules.build());
        }
        return FieldDescriptorProto.newBuilder()
                .setName("f")
                .setNumber(1)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setOptions(options);
    }

    private static MessageSpec spec(FieldDescriptorProto.Builder field) throws DescriptorValidationException {
        DescriptorProto.Builder message =
                DescriptorProto.newBuilder().setName("M").addField(field);
        if (field.getProto3Optional()) {
            message.addOneofDeclBuilder().setName("_f");
        }
        return spec(message.build());
    }

    private static MessageSpec spec(DescriptorProto message) throws DescriptorValidationException {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("m.proto")
                .setSyntax("proto3")
                .addMessageType(message)
                .build();
        return new MessageSpec(FileDescriptor.buildFrom(file, new FileDescriptor[0])
                .getMessageTypes()
                .getFirst());
    }
}
