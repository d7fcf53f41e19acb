// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Says a flag's exposure as flagd targeting.
 *
 * <p>Everybody is bucketed by the same hash, the treatment comes first and the weights always add up to 100,000: so a larger share only
 * adds users, and a smaller one takes the last back first. A matched control comes last, so that what grows and shrinks is the room between. Who is in several audiences gets the largest of their shares, because the
 * audiences stand by falling share and the first match wins. Full shares stand before the question whether the unit is there at all:
 * they reach also users who cannot be bucketed, the others do not, and without that question the Java engine would answer with an error.
 */
final class Targeting {

    /** What the weights of a fractional add up to: thousandths of a percent. */
    static final int TOTAL = Percent.ALL.thousandths();

    private static final Comparator<Slice> LARGEST_FIRST = (a, b) -> {
        int byPercent = b.percent().compareTo(a.percent());
        return byPercent != 0 ? byPercent : a.audience().compareTo(b.audience());
    };

    private Targeting() {}

    /** Returns the rule as maps and lists, or the name of the one variant that everybody gets. */
    static Object of(FlagState state, AudienceRules rules) {
        if (state.exposure().isNone()) {
            return state.rest();
        }
        if (state.exposure().isAll()) {
            return state.treatment();
        }
        List<Slice> slices = new ArrayList<>(state.exposure().slices());
        slices.sort(LARGEST_FIRST);
        List<Object> branches = new ArrayList<>();
        boolean asked = false;
        for (Slice slice : slices) {
            if (!slice.percent().isAll() && !asked) {
                branches.add(Map.of("!", List.of(Map.of("var", state.unit()))));
                branches.add(state.rest());
                asked = true;
            }
            if (!slice.audience().isEveryone()) {
                branches.add(rules.rule(slice.audience()));
                branches.add(share(state, slice.percent()));
            }
        }
        // Everyone has the smallest share of all, or their slice would cover the others.
        branches.add(share(state, state.exposure().everyone()));
        return Map.of("if", branches);
    }

    /** Returns the variant that is served where no rule applies. */
    static String defaultVariant(FlagState state) {
        return state.exposure().isAll() ? state.treatment() : state.rest();
    }

    private static Object share(FlagState state, Percent percent) {
        if (percent.isAll()) {
            return state.treatment();
        }
        if (percent.isZero()) {
            return state.rest();
        }
        int weight = percent.thousandths();
        int matched = state.control() == null ? 0 : percent.matched().thousandths();
        List<Object> arguments = new ArrayList<>();
        arguments.add(Map.of("cat", List.of(state.salt(), Map.of("var", state.unit()))));
        arguments.add(List.of(state.treatment(), weight));
        if (weight + matched < TOTAL) {
            arguments.add(List.of(state.rest(), TOTAL - weight - matched));
        }
        if (state.control() != null) {
            arguments.add(List.of(state.control(), matched));
        }
        return Map.of("fractional", arguments);
    }
}
