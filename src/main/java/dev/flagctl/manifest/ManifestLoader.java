// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.ManifestException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads manifests from files, folders and standard input. */
public final class ManifestLoader {

    private final Path root;
    private final @Nullable Path cacheFolder;
    private final InputStream input;
    private final SourceLines lines;

    /**
     * Prepares a loader.
     *
     * @param root folder that relative paths are taken from; its {@code flagctl.yaml} is always read when there is one
     * @param cacheFolder folder that remembers what was valid, or null for none; need not exist, need not be writable
     * @param input what the path {@code -} reads
     */
    public ManifestLoader(Path root, @Nullable Path cacheFolder, InputStream input) {
        this.root = root;
        this.cacheFolder = cacheFolder;
        this.input = input;
        this.lines = new SourceLines(root);
    }

    /** Prepares a loader whose {@code -} is empty. */
    public ManifestLoader(Path root, @Nullable Path cacheFolder) {
        this(root, cacheFolder, InputStream.nullInputStream());
    }

    /**
     * Reads, checks and binds all manifests under the paths.
     *
     * <p>In folders, files that end in {@code .yaml} or {@code .yml} are read, but nothing hidden and no flag files of flagd
     * ({@code *.flagd.yaml}). The same file is read once.
     *
     * @param paths files, folders or {@code -}; none means the root
     * @return what they ask for; warnings do not stop it
     * @throws ManifestException with every problem found, ordered by file and line, when there is any error
     */
    public Manifests load(List<Path> paths) {
        try {
            return new Loading(root, cacheFolder, input, lines).load(paths);
        } catch (CacheBrokenException broken) {
            return new Loading(root, null, input, lines).load(paths);
        }
    }

    /**
     * Returns what the files under the paths look like from outside: another text when one of them was edited, added or taken away. Reads none of them.
     */
    public String stamp(List<Path> paths) {
        StringBuilder stamp = new StringBuilder();
        for (FoundFile file : new ManifestFiles(root, new Findings()).find(paths)) {
            stamp.append(file).append('\n');
        }
        return stamp.toString();
    }

    /** Returns the lines of what was read, for snippets. */
    public SourceLines lines() {
        return lines;
    }
}
