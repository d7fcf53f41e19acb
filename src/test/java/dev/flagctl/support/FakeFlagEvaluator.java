// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagScope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Clients that are served what a test says, and a flag evaluator before them that fails when a test says so. */
public final class FakeFlagEvaluator implements FlagEvaluator {

    private final Map<String, Function<Map<String, Object>, Evaluation>> flags = new HashMap<>();
    private final Deque<AdapterException> failures = new ArrayDeque<>();
    private int asked;

    /** Serves a flag from now on. */
    public synchronized void serve(String flagKey, Function<Map<String, Object>, Evaluation> flag) {
        flags.put(flagKey, flag);
    }

    /** Lets the next evaluation fail; several calls let several fail. */
    public synchronized void failNext(AdapterException failure) {
        failures.add(failure);
    }

    /** Returns how often it was asked. */
    public synchronized int asked() {
        return asked;
    }

    @Override
    public synchronized List<Evaluation> evaluate(FlagScope scope, String flagKey, List<Map<String, Object>> contexts) {
        asked++;
        AdapterException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        Function<Map<String, Object>, Evaluation> flag = flags.get(flagKey);
        if (flag == null) {
            throw new AdapterException(Failure.REFUSED, "evaluate " + flagKey, "the fake", "it does not know the flag");
        }
        return contexts.stream().map(flag).toList();
    }

    @Override
    public void close() {}
}
