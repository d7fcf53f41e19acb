// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.port.Hook;
import dev.flagctl.port.HookCall;
import dev.flagctl.port.HookResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A hook that answers as a test says and remembers its calls; {@code takes} is compared with the deadline, nothing is waited for. */
public final class FakeHook implements Hook {

    private static final int MOST_CHARACTERS = 4_000;

    private final List<HookCall> calls = new ArrayList<>();
    private volatile HookResult result;
    private final Duration takes;

    public FakeHook(boolean passes, String says, Duration takes) {
        this.takes = takes;
        this.result = new HookResult(passes, says.substring(Math.max(0, says.length() - MOST_CHARACTERS)));
    }

    /** Lets later calls answer otherwise. */
    public void answer(HookResult next) {
        result = next;
    }

    public synchronized List<HookCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized HookResult run(HookCall call) {
        calls.add(call);
        return takes.compareTo(call.deadline()) > 0
                ? new HookResult(
                        false, "stopped: it took longer than " + call.deadline().toMillis() + " ms")
                : result;
    }

    @Override
    public void close() {}
}
