// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static dev.flagctl.support.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Sunset;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagUsage;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.Scene;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a flag service counted is evidence beside what telemetry counted. */
final class FlagCountsTest {

    private static final Instant REMOVE = Instant.parse("2026-11-24T13:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private final Feature banner = feature("banner")
            .sunset(sunset(REMOVE.minus(Duration.ofDays(60)), REMOVE, null, new Sunset.Require(null, 1L, WEEK)))
            .build();
    private final Map<FeatureKey, Long> evaluations = new HashMap<>();

    @Test
    void a_service_that_counts_is_asked_for_the_window_of_the_manifest() {
        add(service(
                (keys, window) -> window.equals(WEEK) && keys.contains("banner") ? Map.of("banner", 12L) : Map.of()));

        assertThat(evaluations).containsExactly(Map.entry(key("banner"), 12L));
    }

    @Test
    void the_larger_of_both_numbers_stands() {
        evaluations.put(key("banner"), 3L);

        add(service((keys, window) -> Map.of("banner", 0L)));

        assertThat(evaluations).containsEntry(key("banner"), 3L);

        add(service((keys, window) -> Map.of("banner", 12L)));

        assertThat(evaluations).containsEntry(key("banner"), 12L);
    }

    @Test
    void where_telemetry_is_named_and_could_not_tell_the_service_alone_is_not_enough() {
        Environment watched = new Environment("production", "flags", "prom", false, List.of(), null);

        counts(service((keys, window) -> Map.of("banner", 0L))).add(watched, List.of(banner), evaluations);

        assertThat(evaluations).isEmpty();
    }

    @Test
    void what_a_service_does_not_know_or_cannot_tell_or_was_not_asked_for_is_no_number() {
        add(service((keys, window) -> Map.of("stranger", 5L)));
        add(service((keys, window) -> {
            throw new AdapterException(
                    AdapterException.Failure.UNREACHABLE, "read usage", "flags", "it did not answer");
        }));
        add(new FakeFlagService());

        assertThat(evaluations).isEmpty();
    }

    private interface Counting {
        Map<String, Long> count(Collection<String> keys, Duration window);
    }

    private void add(FlagService service) {
        Environment unwatched = new Environment("production", "flags", null, false, List.of(), null);
        counts(service).add(unwatched, List.of(banner), evaluations);
    }

    private static FlagCounts counts(FlagService service) {
        return new FlagCounts(Scene.project(), name -> service);
    }

    /** Returns a flag service that can do nothing but count. */
    @SuppressWarnings("unchecked")
    private static FlagService service(Counting counting) {
        return (FlagService) Proxy.newProxyInstance(
                FlagCountsTest.class.getClassLoader(),
                new Class<?>[] {FlagService.class, FlagUsage.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("evaluations");
                    return counting.count((Collection<String>) arguments[1], (Duration) arguments[2]);
                });
    }
}
