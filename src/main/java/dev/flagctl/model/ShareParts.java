// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Who gets what of an audience, in the order of the slots.
 *
 * @param parts one per variant that somebody gets, those of the first slots first
 */
public record ShareParts(List<Part> parts) {

    /**
     * One part.
     *
     * @param variant what they get
     * @param size how many they are
     */
    public record Part(String variant, Percent size) {}

    /** Makes the same without parts in which nobody is. */
    public ShareParts {
        parts = parts.stream().filter(part -> !part.size().isZero()).toList();
    }

    /** Returns the parts that a state has for an audience that is under a share: the treatment, the rest, and the control if there is one. */
    public static ShareParts of(FlagState state, Percent share) {
        List<Part> parts = new ArrayList<>();
        boolean partial = !share.isAll() && !share.isZero();
        Percent matched = state.control() == null || !partial ? Percent.ZERO : share.matched();
        parts.add(new Part(state.treatment(), share));
        int rest = Percent.ALL.thousandths() - share.thousandths() - matched.thousandths();
        parts.add(new Part(state.rest(), new Percent(rest)));
        if (state.control() != null) {
            parts.add(new Part(state.control(), matched));
        }
        return new ShareParts(parts);
    }

    /** Tells whether anybody gets a variant. */
    public boolean has(String variant) {
        return parts.stream().anyMatch(part -> part.variant().equals(variant));
    }

    /** Returns how many get a variant. */
    public Percent sizeOf(String variant) {
        return parts.stream()
                .filter(part -> part.variant().equals(variant))
                .findFirst()
                .map(Part::size)
                .orElse(Percent.ZERO);
    }

    /** Tells whether these are a treatment, a rest and a control as large as there is room for, in this order; a rest of nobody is left out. */
    public boolean isMatched(String treatment, String rest, String control) {
        if (!has(control) || !parts.get(0).variant().equals(treatment)) {
            return false;
        }
        Percent share = parts.get(0).size();
        int others = Percent.ALL.thousandths()
                - share.thousandths()
                - share.matched().thousandths();
        return parts.equals(new ShareParts(List.of(
                        new Part(treatment, share),
                        new Part(rest, new Percent(others)),
                        new Part(control, share.matched())))
                .parts());
    }
}
