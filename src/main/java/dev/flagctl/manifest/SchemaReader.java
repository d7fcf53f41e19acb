// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.serialization.NodeReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads the part of the schema that one definition needs, as a tree and without a mapper: to set one up takes longer than all of the schema.
 *
 * <p>The validator makes validators of every definition that it finds, used or not, so the others are left out.
 */
final class SchemaReader implements NodeReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DEFINITIONS = "definitions";
    private static final String REFERENCE = "#/" + DEFINITIONS + "/";

    private final String definition;

    SchemaReader(String definition) {
        this.definition = definition;
    }

    @Override
    public JsonNode readTree(String content, InputFormat format) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), content)) {
            json.nextToken();
            JsonNode schema = read(json);
            if (schema instanceof ObjectNode root && root.get(DEFINITIONS) instanceof ObjectNode all) {
                ObjectNode needed = NODES.objectNode();
                need(definition, all, needed);
                root.set(DEFINITIONS, needed);
            }
            return schema;
        }
    }

    private static void need(String name, ObjectNode all, ObjectNode needed) {
        JsonNode found = all.get(name);
        if (found != null && !needed.has(name)) {
            needed.set(name, found);
            needFor(found, all, needed);
        }
    }

    private static void needFor(JsonNode node, ObjectNode all, ObjectNode needed) {
        if (node.get("$ref") instanceof StringNode reference
                && reference.stringValue().startsWith(REFERENCE)) {
            need(reference.stringValue().substring(REFERENCE.length()), all, needed);
        }
        for (JsonNode child : node) {
            needFor(child, all, needed);
        }
    }

    @Override
    public JsonNode readTree(InputStream content, InputFormat format) {
        try {
            return readTree(new String(content.readAllBytes(), StandardCharsets.UTF_8), format);
        } catch (IOException broken) {
            throw new UncheckedIOException("the schema cannot be read from the class path", broken);
        }
    }

    private static JsonNode read(JsonParser json) {
        JsonToken token = json.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    object.set(name, read(json));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    array.add(read(json));
                }
                yield array;
            }
            case VALUE_STRING -> new PlainText(json.getString());
            case VALUE_NUMBER_INT -> NODES.numberNode(json.getIntValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }
}
