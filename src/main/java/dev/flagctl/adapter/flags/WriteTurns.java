// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Sleeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How writers of one flag file take turns: runs for different features may write the same file, each for milliseconds.
 *
 * @param random tells this writer from others, and keeps two that wait from trying in step
 * @param sleeper how to wait
 */
public record WriteTurns(RandomGenerator random, Sleeper sleeper) {

    /** Together with the pauses ten seconds, on average; a turn takes some milliseconds. */
    private static final int TRIES = 400;

    private static final int LONGEST_PAUSE_MILLIS = 50;

    public static WriteTurns of(AdapterHost host) {
        return new WriteTurns(host.random(), host.sleeper());
    }

    /** Returns the lock of a file, or null when another process held it all the time. */
    @Nullable
    WriteLock await(Path target) throws IOException {
        for (int i = 1; i < TRIES; i++) {
            WriteLock lock = WriteLock.take(target, random);
            if (lock != null || !pause()) {
                return lock;
            }
        }
        return WriteLock.take(target, random);
    }

    private boolean pause() {
        try {
            sleeper.sleep(Duration.ofMillis(1 + random.nextInt(LONGEST_PAUSE_MILLIS)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
