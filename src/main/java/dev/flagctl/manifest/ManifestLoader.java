package dev.flagctl.manifest;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads manifests from files, folders and standard input. */
public final class ManifestLoader {

    private final SourceLines lines;

    /**
     * Prepares a loader.
     *
     * @param root folder that relative paths are taken from; its {@code flagctl.yaml} is always read when there is one
     * @param cacheFolder folder that remembers what was valid, or null for none; need not exist, need not be writable
     * @param input what the path {@code -} reads
     */
    public ManifestLoader(Path root, @Nullable Path cacheFolder, InputStream input) {
        this.lines = new SourceLines(root);
    }

    /** Prepares a loader whose {@code -} is empty. */
    public ManifestLoader(Path root, @Nullable Path cacheFolder) {
        this(root, cacheFolder, InputStream.nullInputStream());
    }

    /**
     * Reads, checks and binds all manifests under the paths.
     *
     * @param paths files, folders or {@code -}; none means the root
     * @return what they ask for; warnings do not stop it
     * @throws dev.flagctl.diag.ManifestException with every problem found, ordered by file and line, when there is any error
     */
    @SuppressWarnings("DoNotCallSuggester")
    public Manifests load(List<Path> paths) {
        throw new UnsupportedOperationException("loading " + paths);
    }

    /** Returns the lines of what was read, for snippets. */
    public SourceLines lines() {
        return lines;
    }
}
