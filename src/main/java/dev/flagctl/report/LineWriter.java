// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.io.Writer;
import java.util.function.Consumer;

/** Hands what is written on in pieces that end with a line, so that nothing is cut in two where a secret may stand; the last piece need not. */
final class LineWriter extends Writer {

    private static final int PIECE = 8192;

    private final Consumer<String> out;
    private final StringBuilder kept = new StringBuilder();

    LineWriter(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void write(char[] text, int from, int length) {
        kept.append(text, from, length);
        int end = kept.length() < PIECE ? 0 : kept.lastIndexOf("\n") + 1;
        if (end > 0) {
            out.accept(kept.substring(0, end));
            kept.delete(0, end);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        out.accept(kept.toString());
        kept.setLength(0);
    }
}
