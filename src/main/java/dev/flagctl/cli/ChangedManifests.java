// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.manifest.Manifests;
import dev.flagctl.model.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The manifests that changed since a commit, as git says: committed, changed in the working folder, or new in it.
 *
 * <p>What is compared with is where this branch left that commit ({@code git merge-base}), so that what others did meanwhile is not counted. A changed
 * manifest without a feature, such as one of metrics or strategies, may mean any feature, so that all count as changed.
 */
final class ChangedManifests {

    private static final int SECONDS = 30;

    private final Path root;
    private final Set<Path> changed;
    private final boolean all;

    private ChangedManifests(Path root, Set<Path> changed, boolean all) {
        this.root = root;
        this.changed = changed;
        this.all = all;
    }

    /**
     * Asks git.
     *
     * @throws UsageException when git is not there, or knows no such commit
     */
    static ChangedManifests since(Session session, Manifests manifests, String ref) {
        Path root = session.root();
        if (ref.startsWith("-")) {
            throw new UsageException("\"" + ref + "\" is no commit of git");
        }
        List<String> base = git(root, ref, "merge-base", ref, "HEAD");
        List<String> names = new ArrayList<>(git(
                root,
                ref,
                "diff",
                "--name-only",
                "--relative",
                "-z",
                base.get(0).strip()));
        names.addAll(git(root, ref, "ls-files", "--others", "--exclude-standard", "-z"));
        Set<Path> changed = new HashSet<>();
        names.forEach(name -> changed.add(root.resolve(name).normalize()));
        Set<Path> withFeatures = new HashSet<>();
        manifests.features().forEach(feature -> withFeatures.add(of(root, feature)));
        return new ChangedManifests(
                root, changed, changed.stream().anyMatch(file -> isShared(session, file, withFeatures)));
    }

    boolean contains(Feature feature) {
        return all || changed.contains(of(root, feature));
    }

    private static Path of(Path root, Feature feature) {
        return root.resolve(feature.source().file()).normalize();
    }

    private static boolean isShared(Session session, Path file, Set<Path> withFeatures) {
        String name = String.valueOf(file.getFileName());
        return (name.endsWith(".yaml") || name.endsWith(".yml"))
                && Files.exists(file)
                && !withFeatures.contains(file)
                && session.isReadAnyway(file);
    }

    private static List<String> git(Path root, String ref, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new UsageException("git cannot say what changed since \"" + ref
                        + "\": is it a commit, is this a repository, and was enough of its history fetched?");
            }
            List<String> lines = new ArrayList<>();
            for (String line : output.split("\0", -1)) {
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
            return lines;
        } catch (IOException absent) {
            throw new UsageException("what changed since \"" + ref + "\" is asked of git, which cannot be started");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UsageException("git was interrupted");
        }
    }
}
