// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 text and names the line that is none. A line is kept only up to a length, so that a file of one line of a gigabyte costs no more
 * memory than any other.
 */
final class TextLines {

    /** More than any row has: 22 columns of numbers and a name. */
    static final int LONGEST = 100_000;

    private final InputStream in;
    private final byte[] block = new byte[1 << 16];
    private int at;
    private int filled;
    private byte[] held = new byte[256];
    private int size;
    private boolean plain;
    private long line;

    /**
     * @param before how many lines stand before what is read
     */
    TextLines(InputStream in, long before) {
        this.in = in;
        this.line = before;
    }

    /** Returns the number of the line that was read last. */
    long line() {
        return line;
    }

    /**
     * Returns the next line without its end (LF, CR or both), null behind the last.
     *
     * @throws BadDataException when it is too long or no text
     */
    @Nullable
    String next() throws IOException {
        size = 0;
        plain = true;
        line++;
        int each = read();
        if (each < 0) {
            return null;
        }
        while (each >= 0 && each != '\n' && each != '\r') {
            take(each);
            each = read();
        }
        if (each == '\r' && read() != '\n') {
            at = Math.max(0, at - 1);
        }
        return plain ? new String(held, 0, size, StandardCharsets.ISO_8859_1) : decoded();
    }

    private void take(int each) {
        if (each == 0) {
            throw new BadDataException(line, "there is a zero byte: this is no text");
        }
        if (size == LONGEST) {
            throw new BadDataException(line, "the line is longer than " + LONGEST + " bytes");
        }
        if (size == held.length) {
            held = Arrays.copyOf(held, Math.min(LONGEST, 2 * size));
        }
        held[size++] = (byte) each;
        plain &= each < 0x80;
    }

    private String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(held, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadDataException(line, "this is not UTF-8");
        }
    }

    private int read() throws IOException {
        if (at == filled) {
            filled = Math.max(0, in.read(block));
            at = 0;
            if (filled == 0) {
                return -1;
            }
        }
        return block[at++] & 0xFF;
    }
}
