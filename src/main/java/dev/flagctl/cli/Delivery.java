// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a stream did not take everything.
 *
 * <p>{@link java.io.PrintStream} swallows what goes wrong: a plan written to a full disk would end with 0.
 */
final class Delivery extends OutputStream {

    private final OutputStream stream;
    private @Nullable IOException failure;

    Delivery(OutputStream stream) {
        this.stream = stream;
    }

    /** Returns why not everything was written, null when all was, or when the reader went away: that is the reader's right. */
    @Nullable
    String failure() {
        IOException first = failure;
        if (first == null) {
            return null;
        }
        String reason = String.valueOf(first.getMessage());
        boolean isReaderGone = reason.contains("Broken pipe") || reason.contains("pipe is being closed");
        return isReaderGone ? null : reason;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException lost) {
            failure = failure == null ? lost : failure;
            throw lost;
        }
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }
}
