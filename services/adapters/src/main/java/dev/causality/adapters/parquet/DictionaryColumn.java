package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import dev.causality.events.WarehouseRow;
import java.util.Arrays;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values repeat: each distinct one is written once, and each row refers to it by number. When they turn out
 * not to repeat, what follows is written plainly.
 */
final class DictionaryColumn extends ColumnEncoder {

    private static final int INITIAL_VALUES = 1024;

    /** Too few values say nothing about the rest. */
    private static final int MIN_ENTRIES_TO_GIVE_UP = 1024;

    private static final int MAX_DICTIONARY_BYTES = 1 << 20;
    private static final int NONE = -1;

    private final boolean text;
    private final Dictionary dictionary;
    private final byte[] scratchInt = new byte[Integer.BYTES];

    /** The values of the page under way, by number. */
    private int[] numbers = new int[INITIAL_VALUES];

    private int count;
    private int previous = NONE;

    /** Values since the last clearing. */
    private int total;

    /** Whether a page that is written already refers to the dictionary. */
    private boolean referredTo;

    private boolean gaveUp;
    private final Bytes plainValues = new Bytes();

    DictionaryColumn(WarehouseColumn column, Compressor compressor, Bytes scratch) {
        super(column, compressor, scratch);
        text = column.type() == WarehouseColumn.Type.TEXT;
        dictionary = text ? Dictionary.ofText() : Dictionary.ofInts();
    }

    @Override
    void addValue(WarehouseRow row) {
        if (text) {
            add(row.bytes(column), row.offset(column), row.length(column));
        } else {
            Bytes.setInt(scratchInt, 0, row.intValue(column));
            add(scratchInt, 0, Integer.BYTES);
        }
    }

    private void add(byte[] bytes, int offset, int length) {
        if (gaveUp) {
            if (text) {
                plainValues.putText(bytes, offset, length);
            } else {
                plainValues.put(bytes, offset, length);
            }
            return;
        }
        if (previous == NONE || !dictionary.is(previous, bytes, offset, length)) {
            previous = dictionary.number(bytes, offset, length);
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = previous;
        total++;
        if (previous == dictionary.size() - 1 && isUseless()) {
            giveUp();
        }
    }

    private boolean isUseless() {
        boolean seldomRepeats = dictionary.size() > MIN_ENTRIES_TO_GIVE_UP && dictionary.size() > total / 2;
        return seldomRepeats || dictionary.page().size() > MAX_DICTIONARY_BYTES;
    }

    private void giveUp() {
        gaveUp = true;
        for (int i = 0; i < count; i++) {
            dictionary.copy(numbers[i], plainValues);
        }
        count = 0;
    }

    @Override
    int pageBytes() {
        return plainValues.size();
    }

    @Override
    void writeValues(Bytes page) {
        if (gaveUp) {
            page.put(plainValues.array(), 0, plainValues.size());
            return;
        }
        referredTo = true;
        int bitWidth = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, dictionary.size() - 1));
        page.put(bitWidth);
        if (bitWidth == 0 && count > 0) {
            Runs.repeat(0, count, bitWidth, page);
        } else {
            Runs.write(numbers, count, bitWidth, page);
        }
    }

    @Override
    Encoding encoding() {
        return gaveUp ? Encoding.PLAIN : Encoding.RLE_DICTIONARY;
    }

    @Override
    @Nullable
    Dictionary dictionary() {
        return referredTo ? dictionary : null;
    }

    @Override
    @Nullable
    Bounds bounds() {
        return gaveUp ? null : dictionary.bounds();
    }

    @Override
    void clearPage() {
        count = 0;
        plainValues.clear();
    }

    @Override
    void clearChunk() {
        clearPage();
        dictionary.clear();
        previous = NONE;
        total = 0;
        referredTo = false;
        gaveUp = false;
    }

    @Override
    long retainedValueBytes() {
        return plainValues.capacity() + dictionary.retainedBytes() + (long) numbers.length * Integer.BYTES;
    }
}
