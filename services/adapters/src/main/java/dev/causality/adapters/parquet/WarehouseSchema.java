package dev.causality.adapters.parquet;

import dev.causality.events.WarehouseColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The columns of the warehouse as Parquet's schema. */
final class WarehouseSchema {

    private static final String NAME = "event";
    private static final MessageType SCHEMA = build();

    private WarehouseSchema() {}

    static MessageType schema() {
        return SCHEMA;
    }

    static ColumnDescriptor descriptor(WarehouseColumn column) {
        return SCHEMA.getColumns().get(column.index());
    }

    private static MessageType build() {
        List<Type> fields = new ArrayList<>();
        for (WarehouseColumn column : WarehouseColumn.values()) {
            Type.Repetition repetition = column.optional() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
            fields.add(
                    switch (column.type()) {
                        case TEXT ->
                            Types.primitive(PrimitiveTypeName.BINARY, repetition)
                                    .as(LogicalTypeAnnotation.stringType())
                                    .named(column.columnName());
                        case INT32 ->
                            Types.primitive(PrimitiveTypeName.INT32, repetition).named(column.columnName());
                        case INT64 ->
                            Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.columnName());
                        case BOOLEAN ->
                            Types.primitive(PrimitiveTypeName.BOOLEAN, repetition)
                                    .named(column.columnName());
                    });
        }
        return new MessageType(NAME, fields);
    }
}
