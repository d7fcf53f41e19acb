// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shares of the strategies of one audience. */
record Shares(List<Strategy> strategies) {

    /** Returns their share of the audience that a title names; empty stands for everybody. */
    Slice slice(String title, AudienceRules rules) {
        Map<Set<Constraint>, Percent> shares = new LinkedHashMap<>();
        boolean segments = false;
        Percent largest = Percent.ZERO;
        for (Strategy each : strategies) {
            Percent share = each.disabled() ? Percent.ZERO : share(each);
            shares.merge(each.constraints(), share, Percent::max);
            largest = Percent.max(largest, share);
            segments |= !each.segments().isEmpty();
        }
        if (title.isEmpty()) {
            if (segments || shares.size() > 1 || !shares.containsKey(Set.<Constraint>of())) {
                throw FlagReading.changed(strategies.get(0));
            }
            return new Slice(Audience.EVERYONE, largest);
        }
        boolean same = !segments && new HashSet<>(shares.values()).size() == 1;
        return new Slice(rules.audience(title, same ? shares.keySet() : Set.of()), largest);
    }

    private static Percent share(Strategy strategy) {
        if (strategy.name().equals("default")) {
            return Percent.ALL;
        }
        String rollout = strategy.rollout();
        // Unleash stores any text here, and each of its SDKs makes something else of it.
        if (!strategy.name().equals(Strategy.GRADUAL)
                || !rollout.matches("[0-9]{1,3}")
                || Integer.parseInt(rollout) > 100) {
            throw new Unreadable("has the " + strategy.words() + ", which is no whole percent from 0 to 100");
        }
        return Percent.of(Integer.parseInt(rollout));
    }
}
