// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a flag serves in one environment, in flagctl's words.
 *
 * <p>A user within the exposure gets the treatment, everybody else gets {@code rest}. With a matched control as many users as get the treatment get
 * {@code control} instead: of a user with the share s, the slots [0, s) are the treatment and [max(s, 1 - s), 1) the control. So a growing share
 * takes nobody out of the control before it reaches a half, and from there on the control shrinks from below. Unit and salt decide who is bucketed
 * where; a change of either moves users.
 *
 * @param variants values by variant name, in order: booleans, numbers, strings, lists or maps, all of one type; whole numbers are kept
 *     as {@code Long} and other numbers as {@code Double}, whatever type they are given in
 * @param treatment variant for users within the exposure
 * @param rest variant for everybody else: the control, or the successor during a phase-out
 * @param control variant of the matched control; null without one, and where there can be nobody in it because every share is 0 % or 100 %
 * @param exposure who gets the treatment
 * @param unit attribute of the evaluation context that is bucketed; {@code targetingKey} is OpenFeature's own
 * @param salt what is hashed together with the unit; never empty
 */
public record FlagState(
        Map<String, Object> variants,
        String treatment,
        String rest,
        @Nullable String control,
        Exposure exposure,
        String unit,
        String salt) {

    public FlagState {
        variants = VariantValues.canonical(variants);
        if (!variants.containsKey(treatment) || !variants.containsKey(rest)) {
            throw new IllegalArgumentException("variants " + variants.keySet() + " lack " + treatment + " or " + rest);
        }
        if (control != null && (!variants.containsKey(control) || control.equals(treatment) || control.equals(rest))) {
            throw new IllegalArgumentException(
                    "the control " + control + " is no third variant of " + variants.keySet());
        }
        control = exposure.isPartial() ? control : null;
        if (salt.isEmpty()) {
            throw new IllegalArgumentException("a flag needs a salt");
        }
    }

    /** Makes a flag without a matched control. */
    public FlagState(
            Map<String, Object> variants, String treatment, String rest, Exposure exposure, String unit, String salt) {
        this(variants, treatment, rest, null, exposure, unit, salt);
    }

    /** As a record has it, but without a call site that the JVM links at run time: keys and shares are compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlagState state
                && exposure.equals(state.exposure)
                && treatment.equals(state.treatment)
                && rest.equals(state.rest)
                && Objects.equals(control, state.control)
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
        return new FlagState(variants, treatment, rest, control, other, unit, salt);
    }

    /** Returns the same flag serving another variant to those in neither group. */
    public FlagState withRest(String other) {
        return new FlagState(variants, treatment, other, control, exposure, unit, salt);
    }

    /** Returns the same flag without a matched control: who was in it is with everybody else. */
    public FlagState withoutControl() {
        return control == null ? this : new FlagState(variants, treatment, rest, exposure, unit, salt);
    }

    /**
     * Returns the variant of a user.
     *
     * @param place slot of the user, from 0 inclusive to 1 exclusive
     * @param share share of the treatment that the user is under, see {@link Exposure#shareFor}
     */
    public String variantAt(double place, Percent share) {
        if (place < share.fraction()) {
            return treatment;
        }
        // In whole thousandths: one less a fraction would be a hair beside the slot where the control begins.
        Percent before = new Percent(Percent.ALL.thousandths() - share.matched().thousandths());
        return control != null && place >= before.fraction() ? control : rest;
    }

    /** Tells whether going from this state to {@code other} buckets users by another hash, so that exposed users may change. */
    public boolean rebuckets(FlagState other) {
        return !unit.equals(other.unit) || !salt.equals(other.salt);
    }
}
