// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own with little room, which can be filled and made read-only; only root on Linux can have one. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one at a folder, which is made; skips the test where that is not allowed. */
    public static SmallDisk at(Path folder, int kibibytes) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String answer = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "flagctl-test", folder.toString());
        Assumptions.assumeTrue(answer.isEmpty(), () -> "a small disk could not be mounted: " + answer);
        return new SmallDisk(folder);
    }

    /** Takes all the room that is left, to the last byte. */
    public void fill() {
        Path filler = folder.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[1]);
            }
        } catch (IOException full) {
            Assumptions.assumeTrue(Files.exists(filler), full::getMessage);
        }
    }

    /** Gives the room back that {@link #fill} took. */
    public void empty() {
        try {
            Files.delete(folder.resolve("filler"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void readOnly() {
        remount("ro");
    }

    public void writable() {
        remount("rw");
    }

    private void remount(String how) {
        String answer = run("mount", "-o", "remount," + how, folder.toString());
        if (!answer.isEmpty()) {
            throw new IllegalStateException(answer);
        }
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }

    /** Returns what went wrong; empty when nothing did. */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            return code == 0 ? "" : "exit code " + code + ", " + said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
