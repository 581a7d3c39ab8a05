package dev.causality.adapters.parquet;

import java.util.Arrays;

/**
 * Which rows of a page have a value: the definition levels of an optional column. Most columns are full or empty for a whole
 * page, which is one run and no loop; so only nulls are noted. Not thread-safe.
 */
final class Levels {

    private static final int INITIAL_NULLS = 1024;
    private static final int BIT_WIDTH = 1;

    /** The rows without a value, counted from the page's first, ascending. */
    private int[] nullRows = new int[INITIAL_NULLS];

    private int nulls;

    int nulls() {
        return nulls;
    }

    void addNull(int row) {
        if (nulls == nullRows.length) {
            nullRows = Arrays.copyOf(nullRows, nulls * 2);
        }
        nullRows[nulls++] = row;
    }

    /** Appends the levels as a page begins with them: their length in bytes, then their runs. */
    void write(int rows, Bytes page) {
        int lengthAt = page.size();
        page.putInt(0);
        if (nulls == 0 || nulls == rows) {
            Runs.repeat(nulls == 0 ? 1 : 0, rows, BIT_WIDTH, page);
        } else {
            Runs.write(levels(rows), rows, BIT_WIDTH, page);
        }
        page.setInt(lengthAt, page.size() - lengthAt - Integer.BYTES);
    }

    void clear() {
        nulls = 0;
    }

    private int[] levels(int rows) {
        int[] levels = new int[rows];
        Arrays.fill(levels, 1);
        for (int i = 0; i < nulls; i++) {
            levels[nullRows[i]] = 0;
        }
        return levels;
    }
}
