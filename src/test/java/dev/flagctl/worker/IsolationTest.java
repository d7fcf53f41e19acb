// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.worker.Outcome.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IsolationTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofSeconds(15);

    private final List<String> said = new ArrayList<>();
    private final List<Set<String>> tries = new ArrayList<>();

    @Test
    void a_bug_in_one_of_500_keys_fails_that_key_alone() {
        Map<FeatureKey, Outcome> outcomes = look(500, (environment, features, known) -> {
            if (features.contains("f137")) {
                throw new IllegalStateException("no stage 9");
            }
            features.forEach(name -> known.put(name, new Outcome(NOW.plus(IDLE), Result.DONE)));
        });

        assertThat(outcomes).hasSize(500);
        assertThat(outcomes.values().stream().filter(outcome -> outcome.result() == Result.DONE))
                .hasSize(499);
        assertThat(outcomes.get(key(137))).satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(Result.FAILED);
            assertThat(outcome.why()).contains("a bug of flagctl", "no stage 9", "IsolationTest");
            assertThat(outcome.next()).isBetween(NOW.plusSeconds(11), NOW.plusSeconds(19));
        });
        assertThat(said).singleElement().asString().contains("production: f137@production: a bug of flagctl");
        assertThat(tries).hasSizeLessThan(22);
    }

    @Test
    void a_service_that_is_away_is_asked_once_and_not_for_each_half() {
        Map<FeatureKey, Outcome> outcomes = look(500, (environment, features, known) -> {
            throw new AdapterException(AdapterException.Failure.UNREACHABLE, "read flags", "flags", "it is away");
        });

        assertThat(tries).hasSize(1);
        assertThat(outcomes.values()).hasSize(500).allMatch(outcome -> outcome.result() == Result.FAILED);
        assertThat(said).singleElement().asString().contains("500 features", "tried to read flags on flags");
    }

    @Test
    void a_secret_that_is_not_set_for_one_feature_refuses_that_one() {
        Map<FeatureKey, Outcome> outcomes = look(8, (environment, features, known) -> {
            if (features.contains("f3")) {
                throw new RefusedException("PAGER_TOKEN is not set", "set it");
            }
            features.forEach(name -> known.put(name, new Outcome(NOW.plus(IDLE), Result.NOTHING)));
        });

        assertThat(outcomes.get(key(3)).result()).isEqualTo(Result.REFUSED);
        assertThat(outcomes.get(key(3)).next()).isEqualTo(NOW.plus(IDLE));
        assertThat(outcomes.values().stream().filter(outcome -> outcome.result() == Result.NOTHING))
                .hasSize(7);
    }

    @Test
    void what_is_done_before_the_failure_stays_done_and_is_not_looked_at_again() {
        Map<FeatureKey, Outcome> outcomes = look(4, (environment, features, known) -> {
            if (features.contains("f0")) {
                known.put("f0", new Outcome(NOW.plusSeconds(60), Result.DONE));
            }
            if (features.contains("f2")) {
                throw new IllegalStateException("broken");
            }
        });

        assertThat(outcomes.get(key(0))).isEqualTo(new Outcome(NOW.plusSeconds(60), Result.DONE));
        assertThat(outcomes.get(key(2)).result()).isEqualTo(Result.FAILED);
        assertThat(tries.subList(1, tries.size())).noneMatch(names -> names.contains("f0"));
    }

    @Test
    void everything_broken_is_not_tried_again_and_again() {
        Map<FeatureKey, Outcome> outcomes = look(500, (environment, features, known) -> {
            throw new IllegalStateException("all broken");
        });

        assertThat(outcomes.values()).hasSize(500).allMatch(outcome -> outcome.result() == Result.FAILED);
        assertThat(tries.size()).isLessThan(150);
    }

    @Test
    void a_lease_that_somebody_else_took_meanwhile_is_no_failure() {
        Map<FeatureKey, Outcome> outcomes = look(2, (environment, features, known) -> {
            throw new LockedException("held by alice");
        });

        assertThat(outcomes.values()).allMatch(outcome -> outcome.equals(new Outcome(NOW.plus(RETRY), Result.LOCKED)));
        assertThat(said).isEmpty();
    }

    private Map<FeatureKey, Outcome> look(int keys, Isolation.Looks looks) {
        Map<FeatureKey, Integer> failures = new HashMap<>();
        for (int i = 0; i < keys; i++) {
            failures.put(key(i), 0);
        }
        Isolation.Looks counted = (environment, features, known) -> {
            tries.add(features);
            looks.look(environment, features, known);
        };
        return new Isolation(counted, IDLE, RETRY, Clock.fixed(NOW, ZoneOffset.UTC), said::add).look(failures);
    }

    private static FeatureKey key(int number) {
        return new FeatureKey("f" + number, "production");
    }
}
