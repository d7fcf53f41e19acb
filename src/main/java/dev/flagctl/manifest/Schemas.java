// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Gives the JSON Schemas that manifests are checked against, as they are bundled with flagctl. */
public final class Schemas {

    /** How the schema is written, with an object's own member of that name told apart: its value is no text. */
    private static final String DESCRIPTION = "\"description\": \"";

    private Schemas() {}

    /** Returns the whole schema as one JSON text in draft-07, for editors; it refers to no other file. */
    public static String bundle() {
        return new String(bytes("flagctl.schema.json"), StandardCharsets.UTF_8);
    }

    /**
     * Returns the schema without its descriptions, which are for people and half of it: to parse them would take longer than to check a manifest.
     * The words of what is wrong with a manifest come from the whole one.
     */
    static String rules() {
        String bundle = bundle();
        StringBuilder rules = new StringBuilder(bundle.length());
        int from = 0;
        for (int at = bundle.indexOf(DESCRIPTION); at >= 0; at = bundle.indexOf(DESCRIPTION, from)) {
            int end = endOfText(bundle, at + DESCRIPTION.length());
            int next = end;
            while (Character.isWhitespace(bundle.charAt(next))) {
                next++;
            }
            int before = at - 1;
            while (Character.isWhitespace(bundle.charAt(before))) {
                before--;
            }
            // Of the commas around a member one goes with it: the one behind, or the one before where it is the last.
            boolean isLast = bundle.charAt(next) != ',';
            rules.append(bundle, from, isLast && bundle.charAt(before) == ',' ? before : at);
            from = isLast ? end : next + 1;
        }
        return rules.append(bundle, from, bundle.length()).toString();
    }

    private static int endOfText(String json, int from) {
        int at = from;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    static byte[] bytes(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + name)) {
            if (in == null) {
                throw new IllegalStateException("schemas/" + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("schemas/" + name + " cannot be read from the class path", broken);
        }
    }
}
