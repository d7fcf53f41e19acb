// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.worker.Outcome.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Looks at a batch so that what is wrong with one key harms no other: a batch that fails is looked at again in halves, down to the key.
 *
 * <p>A service or a database that is away fails every half alike, so for these nothing is halved. No batch is tried more often than a few bad keys explain.
 */
final class Isolation {

    /** Tries for one batch: enough to find four bad keys among 500, each at the end of nine halvings. */
    private static final int MOST_TRIES = 80;

    private static final String BUG = "a bug of flagctl: ";

    /** Looks at features of one environment, and writes down what came of each into a map as soon as it is known; throws what keeps it from going on. */
    interface Looks {
        void look(String environment, Set<String> features, Map<String, Outcome> outcomes);
    }

    private final Looks looks;
    private final Backoff backoff;
    private final Duration idle;
    private final Duration retry;
    private final Clock clock;
    private final Consumer<String> log;

    /**
     * @param idle when a key is looked at again whose manifest is refused
     * @param retry when a key is looked at again that is locked
     * @param log takes a line for each failure
     */
    Isolation(Looks looks, Duration idle, Duration retry, Clock clock, Consumer<String> log) {
        this.looks = looks;
        this.backoff = new Backoff(retry, idle);
        this.idle = idle;
        this.retry = retry;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Returns what came of each key; never throws for what the world, a manifest or flagctl itself is like.
     *
     * @param failures the keys of one environment, each with how often it failed in a row
     */
    Map<FeatureKey, Outcome> look(Map<FeatureKey, Integer> failures) {
        Map<FeatureKey, Outcome> outcomes = new HashMap<>();
        Attempt attempt = new Attempt(failures, outcomes);
        attempt.look(List.copyOf(new TreeSet<>(failures.keySet())));
        return outcomes;
    }

    /** One batch with its halves. */
    private final class Attempt {

        private final Map<FeatureKey, Integer> failures;
        private final Map<FeatureKey, Outcome> outcomes;
        private int tries;

        Attempt(Map<FeatureKey, Integer> failures, Map<FeatureKey, Outcome> outcomes) {
            this.failures = failures;
            this.outcomes = outcomes;
        }

        // The one place that outlives a bug: a worker has thousands of other keys to look after.
        @SuppressWarnings("PMD.AvoidCatchingGenericException")
        void look(List<FeatureKey> keys) {
            Map<String, Outcome> known = new HashMap<>();
            tries++;
            try {
                looks.look(keys.get(0).environment(), names(keys), known);
                settle(keys, known, Result.NOTHING, "");
            } catch (LockedException e) {
                settle(keys, known, Result.LOCKED, "");
            } catch (AdapterException e) {
                boolean isOfAll = e.retryable() || e.failure() == AdapterException.Failure.UNKNOWN_OUTCOME;
                failed(keys, known, Result.FAILED, e.sentence(), isOfAll);
            } catch (ManifestException | RefusedException e) {
                failed(keys, known, Result.REFUSED, String.valueOf(e.getMessage()), false);
            } catch (RuntimeException bug) {
                failed(keys, known, Result.FAILED, BUG + where(bug), false);
            }
        }

        private void failed(
                List<FeatureKey> keys, Map<String, Outcome> known, Result result, String why, boolean isOfAll) {
            List<FeatureKey> open = new ArrayList<>();
            for (FeatureKey key : keys) {
                Outcome outcome = known.get(key.feature());
                if (outcome == null || outcome.result() == Result.NOTHING) {
                    open.add(key);
                    known.remove(key.feature());
                } else {
                    outcomes.put(key, outcome);
                }
            }
            if (isOfAll || open.size() < 2 || tries >= MOST_TRIES) {
                String which = open.size() == 1 ? open.get(0).toString() : open.size() + " features";
                log.accept(keys.get(0).environment() + ": " + which + ": " + why);
                settle(open, known, result, why);
            } else {
                look(open.subList(0, open.size() / 2));
                look(open.subList(open.size() / 2, open.size()));
            }
        }

        private void settle(List<FeatureKey> keys, Map<String, Outcome> known, Result otherwise, String why) {
            Instant now = clock.instant();
            for (FeatureKey key : keys) {
                Outcome outcome = known.getOrDefault(key.feature(), new Outcome(now.plus(idle), otherwise, why));
                outcomes.put(
                        key,
                        switch (outcome.result()) {
                            case FAILED ->
                                new Outcome(
                                        now.plus(backoff.after(key, failures.getOrDefault(key, 0) + 1)),
                                        Result.FAILED,
                                        outcome.why());
                            case LOCKED -> new Outcome(now.plus(retry), Result.LOCKED);
                            case NOTHING, DONE, REFUSED, STOPPED -> outcome;
                        });
            }
        }
    }

    private static Set<String> names(List<FeatureKey> keys) {
        Set<String> names = new TreeSet<>();
        keys.forEach(key -> names.add(key.feature()));
        return names;
    }

    static String where(RuntimeException bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        return bug + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
