// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.model.ControlLimit;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.ShareParts;
import dev.flagctl.model.ShareParts.Part;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which control groups the engine keeps. It lays variations by their names, so that the rest must stand between the two arms; and it adds percentages as binary
 * fractions in any order, so that three of them can make a hair less than 100: then it divides the hash by another number, and places everybody anew
 * (modules/core/flag/rule.go, EvaluatePercentageRollout and getPercentageBuckets).
 */
final class GoffControl implements ControlLimit {

    private static final double SLOTS_OF_PERCENT = 1000;

    @Override
    public String refusal(FlagState state) {
        String control = String.valueOf(state.control());
        int rest = GoffBucketing.RANK.compare(state.treatment(), state.rest());
        if (Integer.signum(rest) != Integer.signum(GoffBucketing.RANK.compare(state.rest(), control))) {
            return "GO Feature Flag lays variations by their names from Z to A, and \"" + state.rest()
                    + "\" of everybody else does not stand between \"" + state.treatment() + "\" and \"" + control
                    + "\", so that a ramp would move users; name them in such an order as on, off, control";
        }
        for (Slice slice : state.exposure().slices()) {
            List<Part> parts = ShareParts.of(state, slice.percent()).parts();
            if (!isExact(parts)) {
                return "GO Feature Flag adds percentages as binary fractions, and those beside " + slice.percent()
                        + " miss 100 or a place by a hair, which can place everybody anew; use a whole percent";
            }
        }
        return "";
    }

    /** Tells whether every bound is the slot that it means, with multiplication and addition in one step or in two, and every sum is 100. */
    static boolean isExact(List<Part> parts) {
        for (int last = 0; last < parts.size(); last++) {
            double all = 0;
            for (int i = 0; i < parts.size(); i++) {
                all += i == last ? 0 : percent(parts.get(i));
            }
            all += percent(parts.get(last));
            if ((int) (all * SLOTS_OF_PERCENT) != Percent.ALL.thousandths()) {
                return false;
            }
        }
        return hasExactBounds(parts) && hasExactBounds(reversed(parts));
    }

    private static boolean hasExactBounds(List<Part> parts) {
        double end = 0;
        double fused = 0;
        int slots = 0;
        for (Part part : parts) {
            end += percent(part) * SLOTS_OF_PERCENT;
            fused = Math.fma(percent(part), SLOTS_OF_PERCENT, fused);
            slots += part.size().thousandths();
            if ((int) end != slots || (int) fused != slots) {
                return false;
            }
        }
        return true;
    }

    private static List<Part> reversed(List<Part> parts) {
        List<Part> reversed = new ArrayList<>(parts);
        Collections.reverse(reversed);
        return reversed;
    }

    private static double percent(Part part) {
        return part.size().thousandths() / SLOTS_OF_PERCENT;
    }
}
