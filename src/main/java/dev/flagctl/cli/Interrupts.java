// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Turns the first Ctrl-C or SIGTERM into a wish to stop cleanly; the second one stops at once.
 *
 * <p>A shutdown hook would swallow the second signal; {@link Signals} see both.
 */
final class Interrupts {

    private final AtomicReference<ExitCode> wish = new AtomicReference<>();
    private final Runnable onWish;
    private final Consumer<ExitCode> onSecond;

    /**
     * @param onWish called once, on the thread of the signal, when a clean stop is wished; must not block
     * @param onSecond ends the process; called for every later signal
     */
    Interrupts(Runnable onWish, Consumer<ExitCode> onSecond) {
        this.onWish = onWish;
        this.onSecond = onSecond;
    }

    /** Begins to listen for SIGINT and SIGTERM. Where the JVM does not allow it, the signals end the process as usual. */
    Interrupts listen() {
        Signals.on("INT", () -> signal(ExitCode.INTERRUPTED));
        Signals.on("TERM", () -> signal(ExitCode.TERMINATED));
        return this;
    }

    /** Tells whether a clean stop is wished; cheap enough to ask before every step. */
    boolean isWished() {
        return wish.get() != null;
    }

    /** Returns the exit code of the signal that asked to stop, empty while none did. */
    Optional<ExitCode> exitCode() {
        return Optional.ofNullable(wish.get());
    }

    /** What a signal does. */
    void signal(ExitCode exitCode) {
        if (wish.compareAndSet(null, exitCode)) {
            onWish.run();
        } else {
            onSecond.accept(exitCode);
        }
    }
}
