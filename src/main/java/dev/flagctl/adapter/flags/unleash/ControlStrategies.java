// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.Slice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The strategies of a flag that keep a control group, as they are there: of the treatment, of the rest between, and of the control.
 *
 * <p>They cannot be changed at once, so that a run that is cut off leaves some of them: these are read as what they serve, which is no control group, and the
 * next run goes on.
 *
 * @param own all of flagctl's that are not disabled, of a flag that is on; in the order in which they are asked when that is known
 * @param isOrdered whether it is
 */
record ControlStrategies(List<Strategy> own, boolean isOrdered) {

    ControlStrategies {
        own = own.stream().filter(each -> !each.disabled()).toList();
    }

    /** Returns the variant of everybody whom no strategy before serves, or null when no strategy serves them. */
    @Nullable
    String catchAll() {
        List<Strategy> controls = own.stream().filter(Strategy::isControl).toList();
        return controls.isEmpty() ? null : served(controls.get(0));
    }

    /** Returns the variant of those between, or null when there are none. */
    @Nullable
    String between() {
        List<Strategy> between = own.stream().filter(Strategy::isBetween).toList();
        return between.isEmpty() ? null : served(between.get(0));
    }

    /** Tells whether they serve a control group as large as the treatment, beside every share of the exposure. */
    boolean areMatched(Exposure exposure, AudienceRules rules) {
        List<Slice> partial = exposure.slices().stream()
                .filter(each -> !each.percent().isAll())
                .toList();
        String rest = between();
        String control = catchAll();
        if (partial.size() != 1 || !isOrdered || rest == null || control == null || rest.equals(control)) {
            return false;
        }
        Slice slice = partial.get(0);
        if (!exposure.equals(exposure.asDefined())) {
            return false;
        }
        Set<Set<Constraint>> audience = rules.of(slice.audience());
        int before = WantedStrategies.beforeControl(slice.percent()).thousandths() / 1000;
        return serve(own.stream().filter(Strategy::isBetween).toList(), rest, before, audience)
                && serve(own.stream().filter(Strategy::isControl).toList(), control, 100, audience)
                && isInOrder();
    }

    private boolean serve(List<Strategy> some, String variant, int rollout, Set<Set<Constraint>> audience) {
        Set<Set<Constraint>> found = new HashSet<>();
        for (Strategy each : some) {
            boolean same = each.name().equals(Strategy.GRADUAL)
                    && each.segments().isEmpty()
                    && each.rollout().equals(String.valueOf(rollout))
                    && variant.equals(FlagReading.served(each));
            if (!same || !found.add(each.constraints())) {
                return false;
            }
        }
        return found.equals(audience);
    }

    private boolean isInOrder() {
        int last = 0;
        for (Strategy each : own) {
            int rank = each.isControl() ? 2 : each.isBetween() ? 1 : 0;
            if (rank < last) {
                return false;
            }
            last = rank;
        }
        return true;
    }

    /** Tells whether a strategy of the treatment stands behind one that serves its users before: then it serves nobody. */
    boolean isHidden(Strategy treatment) {
        for (Strategy each : own) {
            boolean beside = each.isBetween() || each.isControl();
            boolean before = isOrdered && beside && each.order() < treatment.order();
            if (before && !each.constraints().isEmpty() && !each.constraints().equals(treatment.constraints())) {
                throw FlagReading.changed(each);
            }
            if (before && share(each) < share(treatment)) {
                throw FlagReading.changed(each);
            }
            if (before) {
                return true;
            }
        }
        return false;
    }

    private static int share(Strategy strategy) {
        return strategy.rollout().matches("[0-9]{1,3}") ? Integer.parseInt(strategy.rollout()) : 0;
    }

    private static String served(Strategy strategy) {
        String variant = FlagReading.served(strategy);
        if (variant == null) {
            throw FlagReading.changed(strategy);
        }
        return variant;
    }
}
