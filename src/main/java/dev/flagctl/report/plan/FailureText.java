// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Feature;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.OnFailure;
import dev.flagctl.report.Spans;

/** Says what happens when a guardrail fails. */
final class FailureText {

    private FailureText() {}

    /** Returns {@code back to the last healthy stage, cooldown 4 h, 1 retry, tell chat}. */
    static String of(Feature feature) {
        OnFailure failure = feature.onFailure();
        StringBuilder text = new StringBuilder();
        if (failure.action() == OnFailure.Action.PAUSE) {
            text.append("pause where it is");
        } else {
            text.append(
                    switch (failure.to()) {
                        case LAST_HEALTHY -> "back to the last healthy stage";
                        case FIRST_STAGE -> "back to the first stage";
                        case OFF -> "off for everybody";
                    });
            text.append(", cooldown ").append(Spans.of(failure.cooldown())).append(", ");
            text.append(
                    failure.retries() == 0
                            ? "no retry"
                            : failure.retries() == 1 ? "1 retry" : failure.retries() + " retries");
        }
        NoticeKind kind = failure.action() == OnFailure.Action.PAUSE ? NoticeKind.PAUSED : NoticeKind.ROLLED_BACK;
        for (NotifyRule rule : feature.notices()) {
            if (rule.on().contains(kind)) {
                text.append(", tell ").append(rule.adapter());
            }
        }
        return text.toString();
    }
}
