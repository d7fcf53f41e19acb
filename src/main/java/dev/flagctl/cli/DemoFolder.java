// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder that the demo leaves behind.
 *
 * @param root the folder itself
 */
record DemoFolder(Path root) {

    void create() {
        try {
            Files.createDirectories(root.resolve("manifests"));
            Files.createDirectories(root.resolve("flags"));
            Files.createDirectories(root.resolve("telemetry"));
            Files.createDirectories(root.resolve("src"));
        } catch (IOException e) {
            throw new UncheckedIOException("tried to make the folders of the demo in " + root, e);
        }
        copy("flagctl.yaml", root.resolve("flagctl.yaml"));
        write("checkout-errors.yaml", "checkout-errors.yaml");
    }

    /** Writes a manifest as its author would, over an earlier version of it. */
    void write(String manifest, String resource) {
        copy(resource, root.resolve("manifests").resolve(manifest));
    }

    Path flags() {
        return root.resolve("flags/production.flagd.json");
    }

    Path events() {
        return root.resolve("telemetry/production.jsonl");
    }

    private static void copy(String resource, Path to) {
        try (InputStream in = DemoFolder.class.getResourceAsStream("demo/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("flagctl was packed without its demo: " + resource);
            }
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("tried to write " + to, e);
        }
    }
}
