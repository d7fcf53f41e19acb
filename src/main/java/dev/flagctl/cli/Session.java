// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Redaction;
import dev.flagctl.manifest.ManifestLoader;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of one command: what its global options and the process around it come to. */
final class Session {

    private final Surroundings surroundings;
    private final Arguments arguments;
    private final Appearance appearance;
    private final Format format;
    private final Path root;
    private final boolean tellsHost;
    private final PrintStream out;
    private final PrintStream err;
    private @Nullable ManifestLoader loader;
    private volatile @Nullable Redaction redaction;
    private ExitCode least = ExitCode.DONE;
    private volatile Consumer<String> console = line -> say(line + "\n");

    /**
     * Reads the global options.
     *
     * @throws UsageException when one of them has an impossible value
     */
    Session(Surroundings surroundings, CommandForm form, Arguments arguments, PrintStream out, PrintStream err) {
        this.surroundings = surroundings;
        this.arguments = arguments;
        this.out = out;
        this.err = err;
        this.appearance = GlobalOptions.appearance(surroundings, arguments);
        this.format = GlobalOptions.format(form, arguments);
        this.root = GlobalOptions.root(surroundings, arguments);
        this.tellsHost = GlobalOptions.tellsHost(arguments);
    }

    /** Writes a text that was asked for, as it is. */
    void print(String text) {
        out.print(redacted(text));
    }

    /** Writes a text that was asked for, and shows it at once: somebody waits for it. */
    void show(String text) {
        out.print(redacted(text));
        out.flush();
    }

    /** Returns where the console notifier speaks: beside what was asked for, unless a view of a run takes it over. */
    Consumer<String> console() {
        return line -> console.accept(line);
    }

    void consoleTo(Consumer<String> listener) {
        console = listener;
    }

    /** Tells a person something beside what was asked for, as it is. */
    void say(String text) {
        err.print(redacted(text));
    }

    /** Tells what selectors left out, beside a text that has no place for it. */
    void tellLeftOut(List<String> leftOut) {
        if (!leftOut.isEmpty()) {
            say("left out: " + String.join(", ", leftOut) + "\n");
        }
    }

    /** From now on the values of these secrets are shown by their names only, whatever a text says. */
    void hide(Redaction secrets) {
        redaction = secrets.knowsAny() ? secrets : null;
    }

    /** Returns a text as people may see it. */
    String redacted(String text) {
        Redaction secrets = redaction;
        return secrets == null ? text : secrets.known(text);
    }

    /** Returns how text may look on standard output. */
    Looks outLooks() {
        return appearance.out();
    }

    /** Returns how text may look on standard error. */
    Looks errLooks() {
        return appearance.err();
    }

    /** Tells whether what a CI host shows beside the log is wished. */
    boolean tellsHost() {
        return tellsHost;
    }

    Format format() {
        return format;
    }

    /** Returns the folder that is worked in, absolute. */
    Path root() {
        return root;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Says what became true before a failure ended the run: the exit code is the graver of both. */
    void endsAtLeastWith(ExitCode exitCode) {
        least = exitCode;
    }

    ExitCode least() {
        return least;
    }

    Prompt prompt() {
        return new Prompt(surroundings, err);
    }

    boolean isVerbose() {
        return arguments.has("--verbose");
    }

    /** Returns the loader of this run; its lines serve the snippets of whatever it reports. */
    ManifestLoader loader() {
        ManifestLoader ready = loader;
        if (ready == null) {
            ready = loader(root);
            loader = ready;
        }
        return ready;
    }

    /** Returns a loader for another folder. */
    ManifestLoader loader(Path folder) {
        Path cache = arguments.has("--no-cache")
                ? null
                : CacheFolder.of(surroundings).orElse(null);
        return new ManifestLoader(folder, cache == null ? null : cache.resolve("manifests"), surroundings.in());
    }

    /** Returns the loader if it has been asked for anything. */
    Optional<ManifestLoader> usedLoader() {
        return Optional.ofNullable(loader);
    }

    /**
     * Returns the paths of manifests that were asked for.
     *
     * @param more paths given without an option
     */
    List<Path> paths(List<String> more) {
        List<Path> paths = new ArrayList<>();
        for (String path : arguments.values("--file")) {
            paths.add(GlobalOptions.path(path));
        }
        for (String path : more) {
            paths.add(GlobalOptions.path(path));
        }
        return paths.isEmpty() ? defaultPaths(root) : paths;
    }

    /**
     * Returns the paths of {@code --file} when all of them are a part of what is read anyway: then they choose among the features, and everything is
     * read, so that nothing looks as if it were gone. Empty when they are to be read instead.
     */
    List<String> chosenFiles() {
        List<String> asked = arguments.values("--file");
        for (String path : asked) {
            Path file = root.resolve(GlobalOptions.path(path)).normalize();
            if (path.equals("-") || !Files.exists(file) || !isReadAnyway(file)) {
                return List.of();
            }
        }
        return asked;
    }

    /** Tells whether a file or folder, absolute, is a part of what is read when nobody says what. */
    boolean isReadAnyway(Path file) {
        Path manifests = root.resolve("manifests");
        Path folder = Files.isDirectory(manifests) ? manifests : root;
        if (!file.startsWith(folder)) {
            return file.equals(root.resolve("flagctl.yaml"));
        }
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** Returns what is read when nobody says what: the folder {@code manifests} if there is one, else the loader's default. */
    static List<Path> defaultPaths(Path root) {
        return Files.isDirectory(root.resolve("manifests")) ? List.of(Path.of("manifests")) : List.of();
    }

    /** Returns what adapters may use; a line of their console is talk, and goes to standard error. */
    AdapterHost adapterHost() {
        return new AdapterHost(
                surroundings.clock(),
                root,
                surroundings.environment(),
                console(),
                surroundings.sleeper(),
                surroundings.random(),
                PluginJars.loader(surroundings, root));
    }
}
