// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.diag.RefusedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Where the flag file of an environment is, as the manifest says it. */
final class FlagPath {

    private static final String PLACEHOLDER = "${environment}";

    private final Path root;
    private final String written;
    private final FlagFormat format;

    /** @throws RefusedException when the extension does not tell the format */
    FlagPath(String adapter, Path root, String written) {
        this.root = root;
        this.written = written;
        this.format = formatOf(adapter, written);
    }

    FlagFormat format() {
        return format;
    }

    /** @throws RefusedException when the path cannot be a path */
    Path of(String environment) {
        String path = written.replace(PLACEHOLDER, environment);
        try {
            return root.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new RefusedException(
                    "\"" + path + "\" cannot be the path of a flag file: " + e.getReason(),
                    "mend \"path\" of the adapter");
        }
    }

    private static FlagFormat formatOf(String adapter, String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".json")) {
            return FlagFormat.JSON;
        }
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return FlagFormat.YAML;
        }
        throw new RefusedException(
                "adapter \"" + adapter + "\" has the path \"" + path + "\", which does not tell its format",
                "let the path end with .json, .yaml or .yml");
    }
}
