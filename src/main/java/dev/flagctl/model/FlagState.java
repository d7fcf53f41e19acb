// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a flag serves in one environment, in flagctl's words.
 *
 * <p>A user within the exposure gets the treatment, everybody else gets {@code rest}. Unit and salt decide who is bucketed where; a
 * change of either moves users.
 *
 * @param variants values by variant name, in order: booleans, numbers, strings, lists or maps, all of one type; whole numbers are kept
 *     as {@code Long} and other numbers as {@code Double}, whatever type they are given in
 * @param treatment variant for users within the exposure
 * @param rest variant for everybody else: the control, or the successor during a phase-out
 * @param exposure who gets the treatment
 * @param unit attribute of the evaluation context that is bucketed; {@code targetingKey} is OpenFeature's own
 * @param salt what is hashed together with the unit; never empty
 */
public record FlagState(
        Map<String, Object> variants, String treatment, String rest, Exposure exposure, String unit, String salt) {

    public FlagState {
        variants = VariantValues.canonical(variants);
        if (!variants.containsKey(treatment) || !variants.containsKey(rest)) {
            throw new IllegalArgumentException("variants " + variants.keySet() + " lack " + treatment + " or " + rest);
        }
        if (salt.isEmpty()) {
            throw new IllegalArgumentException("a flag needs a salt");
        }
    }

    /** As a record has it, but without a call site that the JVM links at run time: keys and shares are compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlagState state
                && exposure.equals(state.exposure)
                && treatment.equals(state.treatment)
                && rest.equals(state.rest)
                && unit.equals(state.unit)
                && salt.equals(state.salt)
                && variants.equals(state.variants);
    }

    @Override
    public int hashCode() {
        return salt.hashCode() * 31 + exposure.hashCode();
    }

    /** Returns the same flag with another exposure. */
    public FlagState withExposure(Exposure other) {
        return new FlagState(variants, treatment, rest, other, unit, salt);
    }

    /** Returns the same flag serving another variant to those outside the exposure. */
    public FlagState withRest(String other) {
        return new FlagState(variants, treatment, other, exposure, unit, salt);
    }

    /** Tells whether going from this state to {@code other} buckets users by another hash, so that exposed users may change. */
    public boolean rebuckets(FlagState other) {
        return !unit.equals(other.unit) || !salt.equals(other.salt);
    }
}
