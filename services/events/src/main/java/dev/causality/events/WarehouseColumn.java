package dev.causality.events;

import java.util.Locale;

/**
 * The columns of the warehouse, in their order. Names and types are fixed: whoever queries the files uses them. An optional
 * column is null where the event says nothing.
 */
public enum WarehouseColumn {
    ID(Type.TEXT, false),
    APP_ID(Type.TEXT, false),
    DEVICE_ID(Type.TEXT, false),
    TIMESTAMP_MS(Type.INT64, false),
    CORRELATION_ID(Type.TEXT, true),
    EVENT_CATEGORY(Type.TEXT, false),
    EVENT_TYPE(Type.TEXT, false),
    PLATFORM(Type.TEXT, true),
    OS_VERSION(Type.TEXT, true),
    APP_VERSION(Type.TEXT, true),
    BUILD_NUMBER(Type.TEXT, true),
    DEVICE_MODEL(Type.TEXT, true),
    MANUFACTURER(Type.TEXT, true),
    SCREEN_WIDTH(Type.INT32, true),
    SCREEN_HEIGHT(Type.INT32, true),
    LOCALE(Type.TEXT, true),
    TIMEZONE(Type.TEXT, true),
    NETWORK_TYPE(Type.TEXT, true),
    CARRIER(Type.TEXT, true),
    IS_JAILBROKEN(Type.BOOLEAN, true),
    IS_EMULATOR(Type.BOOLEAN, true),
    SDK_VERSION(Type.TEXT, true),
    PAYLOAD_JSON(Type.TEXT, false),
    YEAR(Type.INT32, false),
    MONTH(Type.INT32, false),
    DAY(Type.INT32, false),
    HOUR(Type.INT32, false),
    IDEMPOTENCY_KEY(Type.TEXT, false),
    STREAM_SEQUENCE(Type.INT64, false);

    /** The type of a column's values. */
    public enum Type {
        /** UTF-8 text. */
        TEXT,
        INT32,
        INT64,
        BOOLEAN
    }

    private final String columnName = name().toLowerCase(Locale.ROOT);
    private final Type type;
    private final boolean optional;

    WarehouseColumn(Type type, boolean optional) {
        this.type = type;
        this.optional = optional;
    }

    /** The place in the order of the columns, counted from 0. */
    @SuppressWarnings("EnumOrdinal") // the order of the declarations is the order of the columns
    public int index() {
        return ordinal();
    }

    /** The name in the file. */
    public String columnName() {
        return columnName;
    }

    public Type type() {
        return type;
    }

    /** Whether a value may be null. */
    public boolean optional() {
        return optional;
    }
}
