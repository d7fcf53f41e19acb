// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A line to a TCP server of this machine that can be cut, also just after a word was sent: the server gets it, and its answer is lost. */
public final class CutLine implements AutoCloseable {

    private final ServerSocket door;
    private final int server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch asleep = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String word = "";
    private volatile String half = "";
    private volatile boolean isCut;
    private volatile long silentUntil = System.nanoTime();
    private volatile Stopper stopper = new Stopper("", () -> false, false, () -> {});

    public CutLine(int server) {
        this.server = server;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Returns how many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    /** Ends every connection and lets none through until it is mended. */
    public void cut() {
        isCut = true;
        open.forEach(CutLine::end);
    }

    public void mend() {
        isCut = false;
    }

    /** Hands nothing on for a while and ends nothing, as a network does that loses every packet; what was sent meanwhile arrives late. */
    public void silence(Duration length) {
        silentUntil = System.nanoTime() + length.toNanos();
    }

    /** Hands on only half of what is sent with this word next, and nothing more on that connection, which stays: a process that was stopped while it sent. */
    public void stopWithin(String sent) {
        half = sent;
    }

    private void hear() throws InterruptedException {
        while (System.nanoTime() - silentUntil < 0) {
            Thread.sleep(10);
        }
    }

    /** Ends the connection on which this word is sent next: the word still arrives, what is answered does not. */
    public void loseAnswerTo(String sent) {
        word = sent;
    }

    /**
     * Stops something when a word is sent.
     *
     * @param sent the word
     * @param here asked each time that it is sent
     * @param arrives whether the server still gets it; its answer never comes
     * @param stop what is done, right before or right after it is handed on
     */
    public void stopAt(String sent, BooleanSupplier here, boolean arrives, Runnable stop) {
        stopper = new Stopper(sent, here, arrives, stop);
    }

    private record Stopper(String word, BooleanSupplier here, boolean arrives, Runnable stop) {

        boolean stopsAt(byte[] bytes, int length) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(word) && here.getAsBoolean();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                hear();
                if (isCut) {
                    client.close();
                    continue;
                }
                connections.incrementAndGet();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(behind);
                thread(() -> pass(client, behind, true));
                thread(() -> pass(behind, client, false));
            } catch (IOException closedOrServerDown) {
                open.removeIf(Socket::isClosed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean sends) {
        byte[] bytes = new byte[65_536];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                String lost = word;
                boolean loses =
                        sends && !lost.isEmpty() && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains(lost);
                if (loses) {
                    word = "";
                    end(from);
                }
                String halved = half;
                if (sends
                        && !halved.isEmpty()
                        && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains(halved)) {
                    half = "";
                    out.write(bytes, 0, n / 2);
                    out.flush();
                    asleep.await();
                    return;
                }
                Stopper last = stopper;
                boolean stops = sends && last.stopsAt(bytes, n);
                if (stops && !last.arrives()) {
                    last.stop().run();
                    return;
                }
                hear();
                out.write(bytes, 0, n);
                out.flush();
                if (stops) {
                    last.stop().run();
                }
                if (loses || stops) {
                    // Time for the server to do what it was told before it sees the line end.
                    Thread.sleep(300);
                    return;
                }
            }
        } catch (IOException e) {
            // The other direction ended it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cut-line");
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
        asleep.countDown();
        open.forEach(CutLine::end);
    }
}
