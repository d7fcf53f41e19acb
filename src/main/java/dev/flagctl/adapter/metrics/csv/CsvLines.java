// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives the lines of a file that have an end. A last line without one may be half a row whose last number still lacks digits; a reader of the JDK would
 * not tell.
 */
final class CsvLines implements AutoCloseable {

    private static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number;
    private boolean unfinished;

    CsvLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** Returns the next line without its end, cut after a mebibyte, or null at the end. */
    @Nullable
    String next() throws IOException {
        line.reset();
        int b;
        while ((b = in.read()) >= 0 && b != '\n') {
            unfinished = true;
            if (line.size() < LONGEST_LINE) {
                line.write(b);
            }
        }
        if (b < 0) {
            return null;
        }
        unfinished = false;
        number++;
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Returns the number of the last line, counted from 1. */
    long number() {
        return number;
    }

    /** Tells, at the end, whether a line without an end was left out. */
    boolean unfinished() {
        return unfinished;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
