// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.guardrail.TestKind;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Serve;
import org.jspecify.annotations.Nullable;

/** Whom the treatment of a flag can be compared with. */
public enum ControlKind {
    /** A control group as large as the treatment, kept by the flag. */
    MATCHED("a group as large as the treatment, kept by the flag"),
    /** Everybody outside the treatment. */
    REST("everybody else"),
    /** Nobody: the rule compares with nobody, or nobody is left. */
    NONE("no control");

    private final String words;

    ControlKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /**
     * Returns whom the guardrails of a feature find beside its treatment.
     *
     * @param serve what its manifest asks for
     * @param served what the ledger says the flag serves, or null before the first apply
     */
    static ControlKind of(Serve serve, @Nullable FlagState served) {
        Exposure exposure = served == null ? Exposure.NONE : served.exposure();
        if (served == null || exposure.isNone() || exposure.isAll()) {
            return NONE;
        }
        // An edit that asks for the group finds nobody in it until it is written.
        boolean absent = serve.isMatched() && served.control() == null;
        return absent ? NONE : serve.isMatched() ? MATCHED : REST;
    }

    /** Returns whom one guardrail compares with: limits, error budgets and known rates have no control. */
    public ControlKind in(Evidence evidence) {
        Statistic statistic = evidence.statistic();
        return statistic == null || statistic.test() == TestKind.BASELINE ? NONE : this;
    }
}
