// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes a document as JSON with sorted keys and without blanks, so that equal documents have equal digests. */
final class CanonicalWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(1024);
    private final Map<String, Template> templates;

    private CanonicalWriter(Map<String, Template> templates) {
        this.templates = templates;
    }

    /**
     * Returns the canonical text of a feature's document, with the keys of templates written out, so that the text says all.
     *
     * @param templates the Strategy manifests by name; a rollout that names none of them stays as it is
     */
    static String write(JsonNode tree, Map<String, Template> templates) {
        CanonicalWriter writer = new CanonicalWriter(templates);
        writer.value(tree, 0, false);
        return writer.out.toString();
    }

    /** Returns the SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
    static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }

    /** Writes a value; {@code rollouts} says that it is the mapping of the rollouts. */
    private void value(JsonNode node, int depth, boolean rollouts) {
        if (node.isObject()) {
            object(node, depth, rollouts);
        } else if (node.isArray()) {
            out.append('[');
            for (int i = 0; i < node.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                value(node.get(i), depth + 1, false);
            }
            out.append(']');
        } else if (node.isString()) {
            string(node.asString());
        } else {
            number(node);
        }
    }

    private void object(JsonNode node, int depth, boolean rollouts) {
        String[] keys = node.propertyNames().toArray(new String[0]);
        Arrays.sort(keys);
        out.append('{');
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            string(keys[i]);
            out.append(':');
            JsonNode value = node.get(keys[i]);
            if (value == null) {
                throw new IllegalStateException("a key without a value: " + keys[i]);
            }
            Template template = rollouts ? template(value) : null;
            if (template == null) {
                value(value, depth + 1, depth == 1 && keys[i].equals("rollout"));
            } else {
                expanded(value, template, depth + 1);
            }
        }
        out.append('}');
    }

    private @Nullable Template template(JsonNode rollout) {
        JsonNode strategy = rollout.get("strategy");
        return strategy == null ? null : templates.get(strategy.asString());
    }

    private void expanded(JsonNode rollout, Template template, int depth) {
        Map<String, JsonNode> merged = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : template.spec().properties()) {
            merged.put(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, JsonNode> entry : rollout.properties()) {
            if (!entry.getKey().equals("strategy")) {
                merged.put(entry.getKey(), entry.getValue());
            }
        }
        char separator = '{';
        for (Map.Entry<String, JsonNode> entry : merged.entrySet()) {
            out.append(separator);
            string(entry.getKey());
            out.append(':');
            value(entry.getValue(), depth + 1, false);
            separator = ',';
        }
        out.append('}');
    }

    /** A whole number reads the same however it was written: 1, 1.0, 1e0. */
    private void number(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            double value = node.asDouble();
            if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
                out.append((long) value);
                return;
            }
        }
        out.append(node.asString(node.isNull() ? "null" : ""));
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
