// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.DataHold;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.PositionKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Missing or late data holds a rollout, and at its deadline does what the guardrail asks for; it never advances one. */
final class DataRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        if (!s.isWatched()) {
            return null;
        }
        Judgement judgement = s.judgement();
        if (judgement == null) {
            return s.feature().guardrails().stream().map(Guardrail::role).anyMatch(role -> role.canStop())
                    ? hold(
                            s,
                            // What an edit asks for is not measured before it is recorded; the tick after that has
                            // verdicts.
                            s.isPending() ? Reason.NOT_ENOUGH_EVIDENCE : Reason.DATA_MISSING,
                            new Hold(
                                    "first verdicts of " + s.feature().version(),
                                    s.position().since(),
                                    null,
                                    s.isPending() ? Hold.BY_ITSELF : s.feature().owner()))
                    : null;
        }
        DataHold data = Findings.missing(judgement);
        if (data != null && onlyFew(judgement) && !data.due(s.now())) {
            // Users are still coming: nothing is broken, nobody has to be told.
            return hold(s, Reason.NOT_ENOUGH_EVIDENCE, tooFew(data, judgement));
        }
        if (data != null) {
            return missing(s, data, Findings.saidOf(judgement, data));
        }
        return judgement.verdict().advances()
                ? null
                : hold(
                        s,
                        Reason.NOT_ENOUGH_EVIDENCE,
                        new Hold(
                                "enough evidence: " + Findings.sentence(judgement),
                                s.position().since(),
                                null,
                                Hold.BY_ITSELF));
    }

    private static boolean onlyFew(Judgement judgement) {
        return judgement.holds().stream().allMatch(hold -> hold.state() == DataState.TOO_FEW);
    }

    private static Hold tooFew(DataHold data, Judgement judgement) {
        Instant until = data.action() == DataDeadline.Action.HOLD ? null : data.until();
        return new Hold("enough evidence: " + Findings.sentence(judgement), data.since(), until, Hold.BY_ITSELF);
    }

    private static @Nullable Move missing(Situation s, DataHold data, String said) {
        String because = data.metric() + " has " + data.state() + " since "
                + data.since().truncatedTo(ChronoUnit.SECONDS) + (said.isEmpty() ? "" : ": " + said);
        // What was rolled back is where it is safe already; before a retry it only waits. An edit that is not recorded
        // takes nothing back.
        if (!data.due(s.now()) || s.position().kind() == PositionKind.ROLLED_BACK || s.isPending()) {
            return waitForData(s, data, because);
        }
        return switch (data.action()) {
            case PAUSE -> GuardrailRule.pause(s, Reason.DATA_MISSING, because);
            case ROLL_BACK -> GuardrailRule.rollBack(s, Reason.DATA_MISSING, because);
            case HOLD -> waitForData(s, data, because);
        };
    }

    private static Move waitForData(Situation s, DataHold data, String because) {
        String owner = s.feature().owner();
        Instant until = data.action() == DataDeadline.Action.HOLD || data.due(s.now()) ? null : data.until();
        return hold(s, Reason.DATA_MISSING, new Hold("data: " + because, data.since(), until, owner));
    }

    private static Move hold(Situation s, Reason reason, Hold hold) {
        return Move.of(Decision.hold(reason, hold.waitsFor(), s.position().stage(), hold), s.known());
    }
}
