// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.hook.exec;

import dev.flagctl.diag.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the output of a command to its end, so that the command never blocks, and keeps the last part of it. */
final class OutputTail {

    /** What a {@link dev.flagctl.port.HookResult} may hold. */
    private static final int MOST_CHARACTERS = 4_000;

    /** More than is shown, so that a secret at the cut is still found whole. */
    private static final int KEPT = 32_768;

    /** How long a child that outlives the command may hold the output open. */
    private static final long PATIENCE_MILLIS = 500;

    private final InputStream in;
    private final byte[] ring = new byte[KEPT];
    private long read;
    private final Thread reader;

    private OutputTail(InputStream in) {
        this.in = in;
        this.reader = new Thread(this::readAll, "hook output");
        this.reader.setDaemon(true);
    }

    static OutputTail of(InputStream in) {
        OutputTail tail = new OutputTail(in);
        tail.reader.start();
        return tail;
    }

    /** Returns the last of what was said, redacted and without control characters, with {@code end} as its last line unless empty. */
    String text(Redaction redaction, String end) throws InterruptedException {
        reader.join(PATIENCE_MILLIS);
        String said = plain(redaction.of(kept())).strip();
        String last = end.isEmpty() || said.isEmpty() ? end : "\n" + end;
        int room = MOST_CHARACTERS - last.length();
        return (said.length() <= room ? said : "…" + said.substring(said.length() - room + 1)) + last;
    }

    private void readAll() {
        byte[] buffer = new byte[8192];
        try {
            int count;
            while ((count = in.read(buffer)) >= 0) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            // The command was stopped; what was read until then is kept.
        }
    }

    private synchronized void keep(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (read++ % KEPT)] = buffer[i];
        }
    }

    private synchronized String kept() {
        if (read <= KEPT) {
            return new String(ring, 0, (int) read, StandardCharsets.UTF_8);
        }
        int start = (int) (read % KEPT);
        byte[] ordered = new byte[KEPT];
        System.arraycopy(ring, start, ordered, 0, KEPT - start);
        System.arraycopy(ring, 0, ordered, KEPT - start, start);
        return new String(ordered, StandardCharsets.UTF_8);
    }

    /** Drops control characters and the colour codes that programs write ({@code ESC [ … letter}). */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b' && i + 1 < text.length() && text.charAt(i + 1) == '[') {
                i++;
                while (i + 1 < text.length() && !Character.isLetter(text.charAt(++i))) {
                    // Numbers and semicolons of the code.
                }
            } else if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
