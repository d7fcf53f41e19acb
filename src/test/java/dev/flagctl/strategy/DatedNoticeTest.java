// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DatedNoticeTest {

    private static final Sunset SUNSET =
            Samples.sunset(Sunset.Outcome.REMOVE, new Sunset.Successor("checkout-v3", Map.of(), null), "0");
    private static final List<DatedNotice> NOTICES = DatedNotice.of(feature(SUNSET));

    @Test
    void each_notice_is_due_its_time_before_the_removal() {
        assertThat(NOTICES)
                .extracting(notice -> notice.key() + " due " + notice.due())
                .containsExactly(
                        "30d@2027-03-31T00:00:00Z due 2027-03-01T00:00:00Z",
                        "7d@2027-03-31T00:00:00Z due 2027-03-24T00:00:00Z",
                        "1d@2027-03-31T00:00:00Z due 2027-03-30T00:00:00Z");
    }

    @Test
    void each_is_told_once() {
        Set<String> told = new HashSet<>();
        StringBuilder days = new StringBuilder();
        for (Instant now = SUNSET.deprecate(); now.isBefore(SUNSET.remove()); now = now.plusSeconds(6 * 3600)) {
            Instant at = now;
            DatedNotice.due(NOTICES, told, now).ifPresent(notice -> {
                days.append(notice.key(), 0, notice.key().indexOf('@'))
                        .append(' ')
                        .append(at)
                        .append('\n');
                told.add(notice.key());
            });
        }

        assertThat(days).hasToString("""
                30d 2027-03-01T00:00:00Z
                7d 2027-03-24T00:00:00Z
                1d 2027-03-30T00:00:00Z
                """);
    }

    @Test
    void a_late_start_tells_only_the_most_urgent() {
        Instant late = Instant.parse("2027-03-25T10:00:00Z");

        DatedNotice first = DatedNotice.due(NOTICES, Set.of(), late).orElseThrow();

        assertThat(first.key()).startsWith("7d@");
        assertThat(DatedNotice.due(NOTICES, Set.of(first.key()), late)).isEmpty();
    }

    @Test
    void nothing_is_due_before_its_time_or_without_a_sunset() {
        assertThat(DatedNotice.due(NOTICES, Set.of(), Instant.parse("2027-02-28T23:59:59Z")))
                .isEmpty();
        assertThat(DatedNotice.of(feature(null))).isEmpty();
    }

    @Test
    void a_moved_removal_is_told_again() {
        Sunset moved = new Sunset(
                SUNSET.outcome(),
                SUNSET.deprecate(),
                Instant.parse("2027-04-30T12:00:00Z"),
                SUNSET.notices(),
                SUNSET.successor(),
                SUNSET.phaseOut(),
                SUNSET.bake(),
                SUNSET.require(),
                SUNSET.source());
        Set<String> told = Set.of(NOTICES.get(0).key());

        DatedNotice again = DatedNotice.due(DatedNotice.of(feature(moved)), told, Instant.parse("2027-04-05T00:00:00Z"))
                .orElseThrow();

        assertThat(again.text("checkout"))
                .isEqualTo("checkout is removed on 2027-04-30T12:00:00Z; checkout-v3 takes over");
    }

    @Test
    void the_text_of_a_kept_behaviour_says_that_only_the_flag_goes() {
        List<DatedNotice> kept = DatedNotice.of(feature(Samples.sunset(Sunset.Outcome.KEEP, null)));

        assertThat(kept.get(0).text("checkout"))
                .isEqualTo("checkout keeps its behaviour; its flag is removed on 2027-03-31");
    }

    private static Feature feature(@Nullable Sunset sunset) {
        return Samples.feature(new Strategy.AllAtOnce(Bake.NONE), sunset);
    }
}
