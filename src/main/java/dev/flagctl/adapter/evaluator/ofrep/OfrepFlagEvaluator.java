// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagScope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Evaluates through OFREP, one context per call and a few calls at once; the first alone, so that a wrong address costs one call. */
final class OfrepFlagEvaluator implements FlagEvaluator, Checkable {

    /** More would only wait in the queue of a server with few cores. */
    private static final int AT_ONCE = 8;

    private final OfrepCalls calls;
    private final Clock clock;

    OfrepFlagEvaluator(OfrepCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public List<Evaluation> evaluate(FlagScope scope, String flagKey, List<Map<String, Object>> contexts) {
        List<Evaluation> evaluations = new ArrayList<>(contexts.size());
        if (!contexts.isEmpty()) {
            evaluations.add(one(flagKey, contexts.get(0)));
        }
        if (contexts.size() > 1) {
            evaluations.addAll(several(flagKey, contexts.subList(1, contexts.size())));
        }
        return List.copyOf(evaluations);
    }

    private Evaluation one(String flagKey, Map<String, Object> context) {
        HttpAnswer answer = calls.send(flagKey, context);
        if (answer.status() == 200) {
            return OfrepJson.evaluation(answer.body()).orElseThrow(() -> calls.garbled(flagKey, answer));
        }
        throw OfrepJson.problem(answer.body())
                .map(problem -> calls.refused(flagKey, problem))
                .orElseGet(() -> calls.garbled(flagKey, answer));
    }

    private List<Evaluation> several(String flagKey, List<Map<String, Object>> contexts) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(AT_ONCE, contexts.size()), task -> {
            Thread thread = new Thread(task, "ofrep");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Evaluation>> asked = new ArrayList<>(contexts.size());
            for (Map<String, Object> context : contexts) {
                asked.add(pool.submit(() -> one(flagKey, context)));
            }
            List<Evaluation> evaluations = new ArrayList<>(contexts.size());
            for (Future<Evaluation> each : asked) {
                evaluations.add(answer(flagKey, each));
            }
            return evaluations;
        } finally {
            // After a failure the others are of no use: those that wait are dropped, those under way are interrupted.
            pool.shutdownNow();
        }
    }

    private Evaluation answer(String flagKey, Future<Evaluation> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdapterException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdapterException(
                    Failure.TRANSIENT, "evaluate " + flagKey, calls.target(), "the run was interrupted", e);
        }
    }

    @Override
    public List<Check> check() {
        return new OfrepCheck(calls, clock).look();
    }

    @Override
    public void close() {
        calls.close();
    }
}
