// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A jar from Maven's repositories that tests need and the build does not, put once into {@code ~/.cache/flagctl-test}. */
public final class MavenJar {

    private MavenJar() {}

    /** Returns the jar, fetched when it is first asked for; skips the test where it cannot be had. */
    public static Path of(String group, String artifact, String version) {
        return of(group, artifact, version, "");
    }

    /** Returns the jar with this classifier, as {@link #of(String, String, String)}. */
    public static Path of(String group, String artifact, String version, String classifier) {
        String tail = classifier.isEmpty() ? "" : "-" + classifier;
        Path folder = Path.of(System.getProperty("user.home"), ".cache", "flagctl-test", "jars");
        Path jar = folder.resolve(artifact + "-" + version + tail + ".jar");
        String coordinates = group + ":" + artifact + ":" + version;
        try {
            fetch(folder, jar, classifier.isEmpty() ? coordinates : coordinates + ":jar:" + classifier);
        } catch (IOException e) {
            Servers.missing(artifact + " could not be fetched: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return jar;
    }

    /** Several JVMs at once wait for each other. */
    private static void fetch(Path folder, Path jar, String coordinates) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (FileChannel lock =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && Files.exists(jar)) {
                return;
            }
            Path fresh = Files.createTempDirectory(folder, "fetch");
            Path log = folder.resolve("maven.log");
            Process maven = new ProcessBuilder(List.of(
                            "mvn",
                            "-q",
                            "-B",
                            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                            "-Dartifact=" + coordinates,
                            "-DoutputDirectory=" + fresh))
                    .directory(fresh.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!maven.waitFor(5, TimeUnit.MINUTES) || maven.exitValue() != 0) {
                maven.destroyForcibly();
                throw new IOException("Maven did not do it; see " + log);
            }
            Files.move(fresh.resolve(jar.getFileName()), jar);
            Files.delete(fresh);
        }
    }
}
