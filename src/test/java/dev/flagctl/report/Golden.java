// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares what a view wrote with a file that was read and found good; {@code -Dflagctl.golden=write} writes the files anew. */
public final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/golden/report");

    private Golden() {}

    /** Asserts that the text is the one of the file. */
    public static void assertSame(String name, String text) {
        try {
            Path file = FOLDER.resolve(name);
            if ("write".equals(System.getProperty("flagctl.golden"))) {
                Files.writeString(file, text);
            }
            assertThat(text).as(name).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
