// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.IntPredicate;

/** Lets processes through, one question each time, unless a test keeps them: so it knows where they are and can end them there. */
public final class Gate implements AutoCloseable {

    /** Asked before a write. */
    static final int BEFORE = 'b';

    /** Asked when a write is done. */
    static final int AFTER = 'a';

    private final ServerSocket door;
    private final IntPredicate passes;

    /** @param passes tells whether the process may go on; given true before a write, false after it */
    public Gate(Passage passes) {
        this.passes = when -> passes.passes(when == BEFORE);
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** Whether a process may go on. */
    public interface Passage {
        boolean passes(boolean before);
    }

    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket asks = door.accept();
                asks.setTcpNoDelay(true);
                thread(() -> answer(asks));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket asks) {
        try (asks) {
            for (int when = asks.getInputStream().read();
                    when >= 0 && passes.test(when);
                    when = asks.getInputStream().read()) {
                asks.getOutputStream().write(when);
            }
        } catch (IOException e) {
            // The process that asked is no more.
            return;
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
