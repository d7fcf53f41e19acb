// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvLinesTest {

    private static final int BLOCK = 1 << 16;

    @TempDir
    private Path folder;

    /** Lengths at which an end falls on the last byte of a block, before and behind it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK})
    void lines_of_any_length_come_whole(int length) throws IOException {
        List<String> written = IntStream.range(0, 5)
                .mapToObj(i -> (i + "é").repeat(length / 3) + "x".repeat(length % 3))
                .toList();

        Read read = read(String.join("\n", written) + "\n");

        assertThat(read.lines()).isEqualTo(written);
        assertThat(read.number()).isEqualTo(5);
        assertThat(read.unfinished()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK - 4, BLOCK - 3, BLOCK, 2 * BLOCK})
    void a_last_line_without_an_end_is_left_out_and_told(int length) throws IOException {
        Read read = read("a,b\n" + "1".repeat(length));

        assertThat(read.lines()).containsExactly("a,b");
        assertThat(read.unfinished()).isTrue();
    }

    @Test
    void ends_of_windows_are_ends_and_an_empty_file_has_no_line() throws IOException {
        assertThat(read("a\r\nb\r\n").lines()).containsExactly("a", "b");
        assertThat(read("").lines()).isEmpty();
        assertThat(read("").unfinished()).isFalse();
    }

    @Test
    void a_line_without_measure_is_cut_and_the_next_one_is_read() throws IOException {
        Read read = read("1".repeat((1 << 20) + 3 * BLOCK) + "\nnext\n");

        assertThat(read.lines()).hasSize(2).last().isEqualTo("next");
        assertThat(read.lines().get(0)).hasSize(1 << 20);
    }

    private record Read(List<String> lines, long number, boolean unfinished) {}

    private Read read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), text);
        try (CsvLines lines = new CsvLines(file)) {
            List<String> all = new ArrayList<>();
            for (String line = lines.next(); line != null; line = lines.next()) {
                all.add(line);
            }
            return new Read(all, lines.number(), lines.unfinished());
        }
    }
}
