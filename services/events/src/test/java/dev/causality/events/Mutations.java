package dev.causality.events;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes other bytes from an encoded envelope: damaged ones, and legal encodings that no library writes. */
final class Mutations {

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    byte[] mutate(byte[] encoded, byte[] other) {
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(encoded, random.nextInt(encoded.length + 1));
            case 1 -> flipped(encoded);
            case 2 -> spliced(encoded, random.nextInt(3), 0);
            case 3 -> spliced(encoded, 0, 1 + random.nextInt(3));
            case 4 -> joined(List.of(encoded, other));
            case 5 -> shuffled(encoded);
            case 6 -> repeated(encoded);
            case 7 -> overlong(encoded);
            default -> flipped(flipped(encoded));
        };
    }

    private byte[] flipped(byte[] encoded) {
        byte[] copy = encoded.clone();
        if (copy.length > 0) {
            int at = random.nextInt(copy.length);
            copy[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (copy[at] ^ 1 << random.nextInt(8));
        }
        return copy;
    }

    private byte[] spliced(byte[] encoded, int removed, int inserted) {
        int at = random.nextInt(encoded.length + 1);
        byte[] middle = new byte[inserted];
        random.nextBytes(middle);
        byte[] head = Arrays.copyOf(encoded, at);
        byte[] tail = Arrays.copyOfRange(encoded, Math.min(encoded.length, at + removed), encoded.length);
        return joined(List.of(head, middle, tail));
    }

    private byte[] shuffled(byte[] encoded) {
        List<byte[]> fields = fields(encoded);
        Collections.shuffle(fields, random);
        return joined(fields);
    }

    private byte[] repeated(byte[] encoded) {
        List<byte[]> fields = fields(encoded);
        if (!fields.isEmpty()) {
            fields.add(random.nextInt(fields.size() + 1), fields.get(random.nextInt(fields.size())));
        }
        return joined(fields);
    }

    /** Writes the tag of one field, or the length behind it, with more bytes than it needs. */
    private byte[] overlong(byte[] encoded) {
        List<byte[]> fields = fields(encoded);
        if (fields.isEmpty()) {
            return encoded;
        }
        int index = random.nextInt(fields.size());
        byte[] field = fields.get(index);
        int at = random.nextInt(Math.min(3, field.length));
        if (field[at] < 0) {
            return encoded;
        }
        byte[] longer = new byte[1 + random.nextInt(9)];
        Arrays.fill(longer, (byte) 0x80);
        longer[longer.length - 1] = 0;
        byte[] head = Arrays.copyOf(field, at + 1);
        head[at] |= (byte) 0x80;
        fields.set(index, joined(List.of(head, longer, Arrays.copyOfRange(field, at + 1, field.length))));
        return joined(fields);
    }

    /** The top-level fields of an intact envelope, each with its tag. */
    static List<byte[]> fields(byte[] encoded) {
        WireReader in = new WireReader();
        in.reset(encoded, 0, 100);
        List<byte[]> fields = new ArrayList<>();
        while (in.position() < encoded.length) {
            int from = in.position();
            in.skip(in.tag(encoded.length), encoded.length);
            fields.add(Arrays.copyOfRange(encoded, from, in.position()));
        }
        return fields;
    }

    static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** A length-delimited field. */
    static byte[] field(int number, byte[] value) {
        return written(out -> out.writeByteArray(number, value));
    }

    /** A field that holds a varint of up to 64 bits. */
    static byte[] varintField(int number, long value) {
        return written(out -> out.writeUInt64(number, value));
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            writing.to(coded);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }
}
