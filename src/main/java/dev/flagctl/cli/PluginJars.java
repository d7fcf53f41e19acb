// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Finds the jars of others, with JDBC drivers and adapters: in the folder that {@code FLAGCTL_PLUGINS} names, else in {@code .flagctl/plugins} of the
 * project. They run with all rights of flagctl.
 *
 * <p>In CI (`CI` is set) only a folder that was named counts: a pull request could bring a jar along, and {@code plan} would run it.
 */
final class PluginJars {

    /** Names the folder; set to nothing, no plugin is loaded. */
    static final String VARIABLE = "FLAGCTL_PLUGINS";

    private static final String USUAL = ".flagctl/plugins";

    private PluginJars() {}

    /** Returns flagctl's own class loader, or one of its own and of the jars. */
    static ClassLoader loader(Surroundings surroundings, Path root) {
        ClassLoader own = PluginJars.class.getClassLoader();
        List<Path> jars = jars(surroundings, root);
        return jars.isEmpty() ? own : new URLClassLoader("plugins", urls(jars), own);
    }

    private static List<Path> jars(Surroundings surroundings, Path root) {
        String named = surroundings.environment().get(VARIABLE);
        if (named == null) {
            Path usual = root.resolve(USUAL);
            return surroundings.variable("CI").isEmpty() && Files.isDirectory(usual) ? in(usual) : List.of();
        }
        if (named.isEmpty()) {
            return List.of();
        }
        Path folder = surroundings.folder().resolve(GlobalOptions.path(named));
        if (!Files.isDirectory(folder)) {
            throw new UsageException(VARIABLE + " names " + named + ", which is no folder");
        }
        return in(folder);
    }

    /** Returns the jars by name, so that of two that hold the same class always the same one counts. */
    private static List<Path> in(Path folder) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            found.forEach(jars::add);
        } catch (DirectoryIteratorException | IOException e) {
            throw new UsageException("the plugins in " + folder + " cannot be listed: " + e.getMessage());
        }
        Collections.sort(jars);
        return jars;
    }

    private static URL[] urls(List<Path> jars) {
        URL[] urls = new URL[jars.size()];
        try {
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path of the file system is always a URL", e);
        }
        return urls;
    }
}
