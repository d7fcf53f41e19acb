// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.time.Duration;

/** Waits; a fake one moves a clock instead. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Returns after {@code length}.
     *
     * @throws InterruptedException when the run is to end
     */
    void sleep(Duration length) throws InterruptedException;
}
