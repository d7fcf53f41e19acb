// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import java.util.function.Consumer;

/** Hands texts on many at a time: to redact and to write each line by itself costs more than to make it. */
public final class Pieces implements Consumer<String>, AutoCloseable {

    private static final int SIZE = 1 << 15;

    private final Consumer<String> out;
    private final StringBuilder kept = new StringBuilder();

    /** @param out takes texts that are made of whole ones, none is cut in two */
    public Pieces(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void accept(String text) {
        kept.append(text);
        if (kept.length() >= SIZE) {
            close();
        }
    }

    /** Hands on what is left. */
    @Override
    public void close() {
        out.accept(kept.toString());
        kept.setLength(0);
    }
}
