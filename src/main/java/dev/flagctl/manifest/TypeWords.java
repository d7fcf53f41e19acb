// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import tools.jackson.databind.JsonNode;

/** Names types as people do. */
final class TypeWords {

    private TypeWords() {}

    /** Returns what a type of JSON Schema is called, with its article. */
    static String of(String type) {
        return switch (type) {
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "a mapping";
            default -> type;
        };
    }

    /** Returns what a value is, with its article. */
    static String of(JsonNode node) {
        if (node.isNull()) {
            return "empty";
        }
        return node.isString()
                ? "a text"
                : node.isBoolean()
                        ? "a boolean"
                        : node.isNumber() ? "a number" : node.isArray() ? "a list" : "a mapping";
    }
}
