// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Gives the JSON Schemas that manifests are checked against, as they are bundled with flagctl. */
public final class Schemas {

    private Schemas() {}

    /** Returns the whole schema as one JSON text in draft-07, for editors; it refers to no other file. */
    public static String bundle() {
        return new String(bytes("flagctl.schema.json"), StandardCharsets.UTF_8);
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
