// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.math.BigInteger;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.JsonNodeType;

/** Writes trees with their places into the cache and reads them back; for documents whose meaning needs other documents. */
@SuppressWarnings("EnumOrdinal") // a cache is only read by the build that wrote it
final class TreeCodec {

    private static final JsonNodeType[] TYPES = JsonNodeType.values();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TreeCodec() {}

    static void write(ByteWriter out, JsonNode node, int line) {
        out.number(node.getNodeType().ordinal());
        if (node instanceof PlacedObject object) {
            out.number(object.line() - line);
            out.number(object.size());
            int index = 0;
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                out.text(entry.getKey());
                place(out, object.places().get(index++), line);
                place(out, object.places().get(index++), line);
                write(out, entry.getValue(), line);
            }
        } else if (node instanceof PlacedArray array) {
            out.number(array.size());
            for (int i = 0; i < array.size(); i++) {
                place(out, array.places().get(i), line);
                write(out, array.get(i), line);
            }
        } else if (node.isString()) {
            out.text(node.asString());
        } else if (node.isBoolean()) {
            out.bool(node.asBoolean());
        } else if (node.isIntegralNumber()) {
            out.bool(true);
            out.text(node.asString());
        } else if (node.isNumber()) {
            out.bool(false);
            out.real(node.asDouble());
        }
    }

    static JsonNode read(ByteReader in, int line) {
        return switch (TYPES[in.integer()]) {
            case OBJECT -> object(in, line);
            case ARRAY -> array(in, line);
            case STRING -> new PlainText(in.text());
            case BOOLEAN -> NODES.booleanNode(in.bool());
            case NUMBER -> in.bool() ? integer(in.text()) : NODES.numberNode(in.real());
            case NULL -> NODES.nullNode();
            case BINARY, MISSING, POJO -> throw new IllegalStateException("the cache holds an impossible node");
        };
    }

    private static JsonNode object(ByteReader in, int line) {
        PlacedObject object = new PlacedObject(in.integer() + line);
        int count = in.count();
        for (int i = 0; i < count; i++) {
            String key = in.text();
            place(in, object.places(), line);
            place(in, object.places(), line);
            object.set(key, read(in, line));
        }
        return object;
    }

    private static JsonNode array(ByteReader in, int line) {
        PlacedArray array = new PlacedArray();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            place(in, array.places(), line);
            array.add(read(in, line));
        }
        return array;
    }

    private static JsonNode integer(String text) {
        JsonNode number = CoreScalars.resolve(text);
        if (number == null || !number.isIntegralNumber()) {
            return NODES.numberNode(new BigInteger(text));
        }
        return number;
    }

    private static void place(ByteWriter out, Place place, int line) {
        out.number(place.line() - line);
        out.number(place.column());
        out.number(place.endColumn());
    }

    private static void place(ByteReader in, PlaceList places, int line) {
        places.add(in.integer() + line, in.integer(), in.integer());
    }
}
