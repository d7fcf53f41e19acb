// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Settings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the files of a metric source: one file with its rotated predecessors, or all files of a folder. */
public final class TelemetryFiles {

    private final String path;
    private final Path root;
    private final String suffix;

    /**
     * Takes {@code path} from the adapter.
     *
     * @param suffix how the files of a folder end, such as {@code .jsonl}
     * @throws dev.flagctl.diag.RefusedException when the adapter has no {@code path}
     */
    public TelemetryFiles(Settings settings, AdapterHost host, String suffix) {
        this.path = settings.require("path");
        this.root = host.root();
        this.suffix = suffix;
    }

    /** Returns where the telemetry of an environment is: the path of the manifest with <code>${environment}</code> filled in. */
    public Path of(String environment) {
        return root.resolve(path.replace("${environment}", environment)).normalize();
    }

    /** Returns a short name for warnings, as the manifest writes it. */
    public String name(Path place) {
        return place.startsWith(root) ? root.relativize(place).toString().replace('\\', '/') : place.toString();
    }

    /**
     * Returns the files at a place, oldest name first; empty when there is none.
     *
     * <p>A folder gives its {@code *.jsonl} and rotated {@code *.jsonl.1} files (or those of another suffix), a file itself and its rotated
     * predecessors {@code NAME.1}, {@code NAME.2} and so on. Compressed files are not read.
     */
    public List<Path> list(Path place) throws IOException {
        boolean folder = Files.isDirectory(place);
        Path parent = folder ? place : place.getParent();
        List<Path> files = new ArrayList<>();
        if (parent == null || !Files.exists(parent)) {
            return files;
        }
        String single = place.getFileName() == null ? "" : place.getFileName().toString();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                String name = withoutRotation(entry.getFileName().toString());
                if ((folder ? name.endsWith(suffix) : name.equals(single)) && Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(
                (a, b) -> b.getFileName().toString().compareTo(a.getFileName().toString()));
        return files;
    }

    /** Looks whether there is anything to read; the folder of an environment is looked for where the name of the environment begins. */
    public List<Check> check() {
        int environment = path.indexOf("${environment}");
        Path place = environment < 0
                ? of("")
                : root.resolve(path.substring(0, environment)).normalize();
        Path looked = environment < 0 || Files.isDirectory(place) ? place : place.getParent();
        if (looked == null || !Files.exists(looked)) {
            return List.of(Check.warning(
                    "files",
                    looked + " is not there yet",
                    "until there are data, guardrails hold; correct \"path\" if there are"));
        }
        if (!Files.isReadable(looked)) {
            return List.of(
                    Check.failed("files", looked + " cannot be read", "give the user that runs flagctl read access"));
        }
        return List.of(Check.ok("files", looked.toString()));
    }

    /** Returns the warning for a place that cannot be read. */
    public String failure(Path place, IOException e) {
        String reason = e instanceof AccessDeniedException
                ? "access is denied"
                : e instanceof NoSuchFileException ? "a file went away meanwhile" : String.valueOf(e.getMessage());
        return "tried to read " + name(place) + ", but " + reason;
    }

    private static String withoutRotation(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) >= '0' && name.charAt(end - 1) <= '9') {
            end--;
        }
        return end < name.length() && end > 0 && name.charAt(end - 1) == '.' ? name.substring(0, end - 1) : name;
    }
}
