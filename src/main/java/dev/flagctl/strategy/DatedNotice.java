// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.DurationText;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Sunset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A notice that people get a stated time before a feature is removed.
 *
 * @param key names it within the feature, such as {@code 30d@2027-03-31T00:00:00Z}; another removal date makes another key, so that
 *     people who were told the old date are told the new one
 * @param before how long before the removal it is due
 * @param due when it is due
 * @param remove when the feature is removed
 * @param outcome whether users lose the behaviour or only the flag goes
 * @param successor feature that takes over, or null
 */
public record DatedNotice(
        String key,
        Duration before,
        Instant due,
        Instant remove,
        Sunset.Outcome outcome,
        @Nullable String successor) {

    /** Returns the notices of a feature, the earliest first; none without a sunset. */
    public static List<DatedNotice> of(Feature feature) {
        Sunset sunset = feature.sunset();
        if (sunset == null) {
            return List.of();
        }
        List<DatedNotice> notices = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Duration before : sunset.notices()) {
            DatedNotice notice = of(sunset, before);
            if (keys.add(notice.key())) {
                notices.add(notice);
            }
        }
        notices.sort(Comparator.comparing(DatedNotice::due));
        return List.copyOf(notices);
    }

    /**
     * Returns the one notice to send now, or empty.
     *
     * <p>It is the most urgent one whose time has come, unless it was told. Those before it count as told: after a late start or a long
     * silence people need one true date, not three notices of which two are out of date.
     *
     * @param notices of one feature, the earliest first
     * @param told keys that were sent
     */
    public static Optional<DatedNotice> due(List<DatedNotice> notices, Set<String> told, Instant now) {
        for (int i = notices.size() - 1; i >= 0; i--) {
            DatedNotice notice = notices.get(i);
            if (!notice.due().isAfter(now)) {
                return told.contains(notice.key()) ? Optional.empty() : Optional.of(notice);
            }
        }
        return Optional.empty();
    }

    /** Returns the facts in one sentence, true whenever it is read: {@code checkout is removed on 2027-03-31; v3 takes over}. */
    public String text(String feature) {
        String date = remove.toString().replace("T00:00:00Z", "");
        String fact = outcome == Sunset.Outcome.REMOVE
                ? feature + " is removed on " + date
                : feature + " keeps its behaviour; its flag is removed on " + date;
        return successor == null ? fact : fact + "; " + successor + " takes over";
    }

    private static DatedNotice of(Sunset sunset, Duration before) {
        Sunset.Successor successor = sunset.successor();
        return new DatedNotice(
                DurationText.format(before) + "@" + sunset.remove(),
                before,
                Moments.minus(sunset.remove(), before, Instant.MIN),
                sunset.remove(),
                sunset.outcome(),
                successor == null ? null : successor.feature());
    }
}
