// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells which file it is, as the operating system tells files apart: a replaced one is another file, whatever stands in it. */
public final class ReplacedFile {

    private ReplacedFile() {}

    /** Returns what differs after the file was replaced. */
    public static Object of(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                    : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
