// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a flag service can express; the plan refuses or rounds loudly what it cannot.
 *
 * @param step smallest step of a share that it can express
 * @param audiences whose shares can be told apart
 * @param anyVariants whether variants other than on and off, true and false can be served
 * @param anyUnit whether attributes other than the targeting key can be bucketed
 * @param anySalt whether the salt can be chosen; otherwise the flag service has its own, and the flag's key stands for it
 * @param keepsForeignRules whether rules that are not flagctl's survive beside flagctl's
 * @param archives whether an archived flag can be told from one that never was
 * @param settles how long clients may serve the old state after a write
 * @param bucketing the hash that places its users
 * @param marksEnding whether it can show people that a flag is at its end
 * @param equalVariants whether two variants may have one value
 * @param controlLimit which control groups as large as the treatment it cannot keep, see {@link FlagState}
 * @param gaps what else users of it should know, one sentence each; empty for nothing
 */
public record Capabilities(
        Percent step,
        Audiences audiences,
        boolean anyVariants,
        boolean anyUnit,
        boolean anySalt,
        boolean keepsForeignRules,
        boolean archives,
        Duration settles,
        Bucketing bucketing,
        boolean marksEnding,
        boolean equalVariants,
        ControlLimit controlLimit,
        List<String> gaps) {

    public Capabilities {
        gaps = List.copyOf(gaps);
    }

    /** Makes the capabilities of a flag service without a mark for flags at their end, and without a matched control. */
    public Capabilities(
            Percent step,
            Audiences audiences,
            boolean anyVariants,
            boolean anyUnit,
            boolean anySalt,
            boolean keepsForeignRules,
            boolean archives,
            Duration settles,
            Bucketing bucketing,
            List<String> gaps) {
        this(
                step,
                audiences,
                anyVariants,
                anyUnit,
                anySalt,
                keepsForeignRules,
                archives,
                settles,
                bucketing,
                false,
                true,
                ControlLimit.ALL,
                gaps);
    }

    /** Returns the same of a flag service that keeps control groups as large as the treatment within a limit. */
    public Capabilities withControl(ControlLimit limit) {
        return new Capabilities(
                step,
                audiences,
                anyVariants,
                anyUnit,
                anySalt,
                keepsForeignRules,
                archives,
                settles,
                bucketing,
                marksEnding,
                equalVariants,
                limit,
                gaps);
    }

    /** Returns why the control group of a state cannot be kept; empty when it can, and where there is none. */
    public String controlRefusal(@Nullable FlagState state) {
        return state == null || state.control() == null ? "" : controlLimit.refusal(state);
    }

    /** Tells whether shares of cohorts can be told apart at all. */
    public boolean cohorts() {
        return !audiences.operators().isEmpty();
    }

    /** Tells whether shares of regions can be told apart. */
    public boolean regions() {
        return audiences.regions();
    }

    /**
     * Whose shares can be told apart.
     *
     * @param operators the comparisons that conditions of cohorts may use; empty when there can be no cohorts
     * @param regions whether there can be regions
     * @param partial whether a cohort or a region can have a share other than 0 and 100 %
     * @param limit which conditions with such comparisons it gets wrong all the same
     */
    public record Audiences(Set<Operator> operators, boolean regions, boolean partial, ConditionLimit limit) {

        /** Everything that an exposure can say. */
        public static final Audiences ALL = new Audiences(Set.of(Operator.values()), true, true);

        /** Shares of everybody only. */
        public static final Audiences NONE = new Audiences(Set.of(), false, false);

        public Audiences {
            operators = Set.copyOf(operators);
        }

        /** Makes audiences whose conditions are all understood. */
        public Audiences(Set<Operator> operators, boolean regions, boolean partial) {
            this(operators, regions, partial, condition -> "");
        }
    }
}
