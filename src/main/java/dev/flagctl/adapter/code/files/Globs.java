// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.code.files;

import dev.flagctl.diag.RefusedException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a tree are searched.
 *
 * <p>A glob with a slash is matched against the path below the root, one without against the name of a file or folder at any depth, as
 * people know it from {@code .gitignore}.
 */
final class Globs {

    /** Folders that hold no code of one's own, unless {@code include} is about something inside. */
    private static final Set<String> NEVER = Set.of(".git", "node_modules", "target");

    private final List<Glob> include;
    private final List<Glob> exclude;

    private record Glob(PathMatcher matcher, boolean wholePath) {

        boolean matches(Path path) {
            Path name = wholePath ? path : path.getFileName();
            return name != null && matcher.matches(name);
        }
    }

    /** @throws RefusedException when a glob cannot be understood */
    Globs(String adapter, List<String> include, List<String> exclude) {
        this.include = compiled(adapter, include);
        this.exclude = compiled(adapter, exclude);
    }

    /** Tells whether a folder is entered; the path is relative to the root. */
    boolean enters(Path folder) {
        Path name = folder.getFileName();
        return (name == null || !NEVER.contains(name.toString())) && !any(exclude, folder);
    }

    /** Tells whether a file is searched; the path is relative to the root. */
    boolean takes(Path file) {
        return (include.isEmpty() || any(include, file)) && !any(exclude, file);
    }

    private static boolean any(List<Glob> globs, Path path) {
        for (Glob glob : globs) {
            if (glob.matches(path)) {
                return true;
            }
        }
        return false;
    }

    private static List<Glob> compiled(String adapter, List<String> patterns) {
        List<Glob> globs = new ArrayList<>();
        for (String pattern : patterns) {
            try {
                String bare = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
                globs.add(new Glob(FileSystems.getDefault().getPathMatcher("glob:" + bare), bare.contains("/")));
                if (bare.startsWith("**/")) {
                    // Java's ** needs at least one folder; everybody else's does not.
                    globs.add(new Glob(FileSystems.getDefault().getPathMatcher("glob:" + bare.substring(3)), true));
                }
            } catch (PatternSyntaxException e) {
                throw new RefusedException(
                        "adapter \"" + adapter + "\" has the glob \"" + pattern + "\", which cannot be understood: "
                                + e.getDescription(),
                        "write a glob such as \"**/*.java\"");
            }
        }
        return globs;
    }
}
