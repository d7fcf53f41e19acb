// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.Capabilities;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps control groups that a flag service cannot keep from being written. A plan refuses them by the same words; this is for whatever comes another
 * way, because a group of others than the state says looks right in every place but the evidence.
 */
public final class ControlGuard {

    private ControlGuard() {}

    /**
     * Carries out the writes that a flag service can express, and refuses the others.
     *
     * @param can what it can express
     * @param target what it is, for the words of a refusal
     * @param writing carries out what is left and returns one outcome per write, in the order given
     * @return one outcome per write, in the order given
     */
    public static List<WriteOutcome> write(
            Capabilities can,
            String target,
            List<FlagWrite> writes,
            Function<List<FlagWrite>, List<WriteOutcome>> writing) {
        List<@Nullable WriteOutcome> refused = new ArrayList<>();
        List<FlagWrite> sent = new ArrayList<>();
        for (FlagWrite write : writes) {
            String refusal = can.controlRefusal(write.after());
            refused.add(refusal.isEmpty() ? null : refusal(write.spec().key(), target, refusal));
            if (refusal.isEmpty()) {
                sent.add(write);
            }
        }
        Iterator<WriteOutcome> outcomes = (sent.isEmpty() ? List.<WriteOutcome>of() : writing.apply(sent)).iterator();
        List<WriteOutcome> all = new ArrayList<>();
        for (WriteOutcome refusal : refused) {
            all.add(refusal == null ? outcomes.next() : refusal);
        }
        return all;
    }

    private static WriteOutcome refusal(String key, String target, String reason) {
        return WriteOutcome.failed(
                key, new AdapterException(Failure.REFUSED, "write the flag \"" + key + "\"", target, reason));
    }
}
