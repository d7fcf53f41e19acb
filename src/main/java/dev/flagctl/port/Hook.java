// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;

/** Runs a gate or a deployment action. */
public interface Hook extends AutoCloseable {

    /**
     * Runs the hook and waits for its end, at most until its deadline.
     *
     * @throws AdapterException when the hook could not be started
     */
    HookResult run(HookCall call);

    @Override
    void close();
}
