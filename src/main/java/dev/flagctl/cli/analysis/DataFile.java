// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.guardrail.AnalysisInput;
import dev.flagctl.guardrail.TestKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a file to analyze: JSON when it begins with a brace or a bracket, else CSV. */
public final class DataFile {

    /** Which arms a file must tell of; an arm that is told to have had no units is told of. */
    public enum Arms {
        BOTH,
        TREATMENT
    }

    /**
     * What is to be said of the metrics of a file.
     *
     * @param arms without which nothing can be said
     * @param test that is to be applied, or null for the one that fits
     */
    public record Asked(Arms arms, @Nullable TestKind test) {}

    /** The byte order mark of UTF-8, which has no meaning. */
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private DataFile() {}

    /**
     * Reads as a stream; keeps only what is judged.
     *
     * @param facts what the metrics are where the file does not say: kind, unit, worse, edge, quantile, objective, period, from, length
     * @param asked what is to be said of them
     * @throws BadDataException when the file says something that cannot be
     * @throws IOException when it cannot be read
     */
    public static List<AnalysisInput> read(InputStream in, Map<String, String> facts, Asked asked) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        refuseWhatIsPacked(bytes);
        bytes.mark(MARK.length);
        if (!Arrays.equals(bytes.readNBytes(MARK.length), MARK)) {
            bytes.reset();
        }
        long before = 0;
        int first;
        do {
            bytes.mark(1);
            first = bytes.read();
            before += first == '\n' ? 1 : 0;
        } while (first == ' ' || first == '\n' || first == '\r' || first == '\t');
        if (first < 0) {
            throw new BadDataException(0, "it is empty");
        }
        bytes.reset();
        return first == '{' || first == '['
                ? new JsonForm(bytes, before).read(facts, asked)
                : new CsvForm(bytes, before).read(facts, asked);
    }

    /** Names what people hand over instead of text, by its first bytes. */
    private static void refuseWhatIsPacked(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        byte[] start = bytes.readNBytes(2);
        bytes.reset();
        int word = start.length < 2 ? 0 : (start[0] & 0xFF) << 8 | (start[1] & 0xFF);
        String problem = switch (word) {
            case 0xFEFF, 0xFFFE -> "it is UTF-16: save it as UTF-8, or pass it through iconv -f UTF-16 -t UTF-8";
            case 0x1F8B -> "it is compressed: pass it through gunzip, and name - for standard input";
            case 0x504B -> "it is a ZIP archive or a spreadsheet: unpack it, or save it as CSV";
            default -> "";
        };
        if (!problem.isEmpty()) {
            throw new BadDataException(0, problem);
        }
    }
}
