// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.guardrail.AnalysisInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Reads a file to analyze: JSON when it begins with a brace or a bracket, else CSV. */
public final class DataFile {

    private DataFile() {}

    /**
     * Reads as a stream; keeps only what is judged.
     *
     * @param facts what the metrics are where the file does not say: kind, unit, worse, edge, quantile, objective, period, from, length
     * @throws BadDataException when the file says something that cannot be
     * @throws IOException when it cannot be read
     */
    public static List<AnalysisInput> read(InputStream in, Map<String, String> facts) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        bytes.mark(1 << 16);
        int first = bytes.read();
        // A byte order mark is three bytes of no meaning.
        while (first == ' '
                || first == '\n'
                || first == '\r'
                || first == '\t'
                || first == 0xEF
                || first == 0xBB
                || first == 0xBF) {
            boolean mark = first == 0xEF || first == 0xBB || first == 0xBF;
            if (mark) {
                bytes.mark(1 << 16);
            }
            first = bytes.read();
        }
        if (first < 0) {
            throw new BadDataException(0, "it is empty");
        }
        bytes.reset();
        return first == '{' || first == '[' ? new JsonForm(bytes).read(facts) : new CsvForm(bytes).read(facts);
    }
}
