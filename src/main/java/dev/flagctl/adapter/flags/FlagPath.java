// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Where the flag file of an environment is, as the manifest says it. */
public final class FlagPath {

    private static final String PLACEHOLDER = "${environment}";

    private final Path root;
    private final String written;
    private final FlagFormat format;

    /** @param root folder that relative paths start from */
    public FlagPath(Path root, String written, FlagFormat format) {
        this.root = root;
        this.written = written;
        this.format = format;
    }

    /**
     * Takes the path and the format from the settings of an adapter.
     *
     * @throws RefusedException when there is no path, or neither a setting nor the end of the path tells the format
     */
    public static FlagPath of(Settings settings, Path root) {
        String written = settings.require("path");
        return new FlagPath(root, written, formatOf(settings, written));
    }

    public FlagFormat format() {
        return format;
    }

    /**
     * Returns the file of an environment.
     *
     * @throws RefusedException when the path cannot be a path
     */
    public Path of(String environment) {
        String path = written.replace(PLACEHOLDER, environment);
        try {
            return root.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new RefusedException(
                    "\"" + path + "\" cannot be the path of a flag file: " + e.getReason(),
                    "mend \"path\" of the adapter");
        }
    }

    private static FlagFormat formatOf(Settings settings, String path) {
        String said = settings.text("format").orElse(path.substring(path.lastIndexOf('.') + 1));
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "json" -> FlagFormat.JSON;
            case "yaml", "yml" -> FlagFormat.YAML;
            default ->
                throw new RefusedException(
                        "adapter \"" + settings.name() + "\" has the path \"" + path
                                + "\", which does not tell its format",
                        "let the path end with .json, .yaml or .yml, or add \"format\"");
        };
    }
}
