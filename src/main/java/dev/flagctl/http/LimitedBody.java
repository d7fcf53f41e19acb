// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends with an exception when it is larger than allowed: compressed, a small answer can be a huge one. */
final class LimitedBody extends FilterInputStream {

    private long left;

    /** @param most how many bytes may come */
    LimitedBody(InputStream body, long most) {
        super(body);
        this.left = most;
    }

    /** There is more than was allowed. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("the answer is too large");
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long most) throws IOException {
        long skipped = super.skip(most);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long more) throws TooLargeException {
        left -= more;
        if (left < 0) {
            throw new TooLargeException();
        }
    }
}
