// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The references of settings: <code>${env:NAME}</code> is an environment variable, <code>${file:PATH}</code> the text of a file without the line breaks at its
 * end, its path relative to the project.
 */
public final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    private static final int LONGEST = 64 * 1024;

    private final Map<String, String> environment;
    private final Path root;

    public References(Map<String, String> environment, Path root) {
        this.environment = environment;
        this.root = root;
    }

    /** Tells whether a setting is one reference and nothing else. */
    public static boolean isOne(String written) {
        return REFERENCE.matcher(written).matches();
    }

    /** Returns the name of a setting that is one reference: that of its variable, or the path of its file. */
    static String nameOf(String written) {
        Matcher matcher = REFERENCE.matcher(written);
        return matcher.matches() ? matcher.group(2) : written;
    }

    /**
     * Returns a text with its references resolved.
     *
     * @param where adapter and place, for the message
     * @param key name of the setting, for the message
     * @throws RefusedException when a variable is not set or empty, or a file cannot be read or is empty
     */
    String resolve(String where, String key, String written) {
        Matcher matcher = REFERENCE.matcher(written);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2);
            boolean file = matcher.group(1).equals("file");
            String value = file ? read(name) : environment.get(name);
            if (value == null || value.isEmpty()) {
                throw file ? noFile(where, key, name) : notSet(where, key, name);
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    /** Returns the values of all references of a text that can be resolved now, by name. */
    public Map<String, String> valuesIn(String written) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = REFERENCE.matcher(written);
        while (matcher.find()) {
            String name = matcher.group(2);
            String value = matcher.group(1).equals("file") ? read(name) : environment.get(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private @Nullable String read(String name) {
        try {
            Path file = root.resolve(name);
            return Files.size(file) > LONGEST ? null : Files.readString(file).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private static RefusedException notSet(String where, String key, String variable) {
        return new RefusedException(
                where + " needs the environment variable " + variable + " for \"" + key + "\", and it is not set",
                "set " + variable + " and run again");
    }

    private static RefusedException noFile(String where, String key, String path) {
        return new RefusedException(
                where + " needs the file " + path + " for \"" + key
                        + "\", and it is missing, empty, larger than 64 KiB, or cannot be read as UTF-8",
                "write the file, or correct the path, which is relative to the project");
    }
}
