// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.ErrorBudget;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Gate;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.RuleKind;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Sunset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers for the gates of a feature from the one observation; pure. */
final class Gatekeeper {

    private final Feature feature;
    private final FeatureKey key;
    private final Observation observation;

    /** Number of rollout stages of every feature in every environment, to tell whether a rollout is over. */
    private final Map<FeatureKey, Integer> rolloutStages;

    Gatekeeper(Feature feature, FeatureKey key, Observation observation, Map<FeatureKey, Integer> rolloutStages) {
        this.feature = feature;
        this.key = key;
        this.observation = observation;
        this.rolloutStages = rolloutStages;
    }

    /** Returns the first gate of the stage that is closed, or an open answer; hooks are asked by tasks, so they are open here. */
    GateAnswer ask(Stage stage) {
        for (Gate gate : stage.gates()) {
            GateAnswer answer = ask(gate, stage);
            if (!answer.isOpen()) {
                return answer;
            }
        }
        return stage.kind().isRollout() ? budget() : GateAnswer.OPEN;
    }

    /** Returns whether the budgets allow more exposure: what the rollout may cost, then the error budgets of its services. */
    GateAnswer budget() {
        Judgement judgement = observation.judgements().get(key);
        HarmBudget harm = judgement == null ? null : HarmBudget.of(judgement, feature.risk());
        return harm != null && harm.isGone()
                ? GateAnswer.closed(
                        Reason.HARM_BUDGET_GONE,
                        "a larger risk.harm-budget, or a new version: " + harm.sentence(),
                        null,
                        feature.owner())
                : errorBudget();
    }

    /** The error budgets of the guardrails that can stop; one that nobody knows allows nothing. */
    private GateAnswer errorBudget() {
        Map<String, ErrorBudget> known = new HashMap<>();
        observation.budgets().getOrDefault(key, List.of()).forEach(each -> known.put(each.metric(), each));
        for (Guardrail guardrail : feature.guardrails()) {
            if (guardrail.rule().kind() == RuleKind.BURN && guardrail.role().canStop()) {
                ErrorBudget budget = known.get(guardrail.metric());
                if (budget == null || !budget.allows()) {
                    return closed(guardrail.metric(), budget);
                }
            }
        }
        return GateAnswer.OPEN;
    }

    private GateAnswer closed(String metric, @Nullable ErrorBudget budget) {
        if (budget == null || !budget.isKnown()) {
            String state = budget == null ? "nobody asked" : budget.state().name();
            String waitsFor = "the error budget of " + metric + " to be known: " + state;
            return GateAnswer.closed(Reason.BUDGET_UNKNOWN, waitsFor, null, feature.owner());
        }
        return budget.burns().isEmpty()
                ? GateAnswer.closed(
                        Reason.BUDGET_GONE,
                        "error budget of " + metric + ", which is used up: " + budget.sentence(),
                        null,
                        Hold.BY_ITSELF)
                : GateAnswer.closed(
                        Reason.BUDGET_BURNS,
                        "the error budget of " + metric + " to stop burning: " + budget.burns(),
                        null,
                        Hold.BY_ITSELF);
    }

    /** Returns what a gate asks for, in words, for the timeline. */
    static String describe(Gate gate) {
        return switch (gate.kind()) {
            case ENVIRONMENT -> ((Gate.EnvironmentDone) gate).environment() + " done";
            case APPROVAL -> ((Gate.Approval) gate).group();
            case NOT_BEFORE -> "not before " + ((Gate.NotBefore) gate).time();
            case HOOK -> {
                Gate.HookPasses hook = (Gate.HookPasses) gate;
                yield "hook " + hook.hook().adapter() + " " + hook.hook().action();
            }
            case SUCCESSOR -> ((Gate.SuccessorServes) gate).feature() + " serves everybody";
            case UNUSED -> "nobody needs the flag";
        };
    }

    private GateAnswer ask(Gate gate, Stage stage) {
        return switch (gate.kind()) {
            case ENVIRONMENT -> environment((Gate.EnvironmentDone) gate);
            case APPROVAL -> approval((Gate.Approval) gate, stage);
            case NOT_BEFORE -> notBefore((Gate.NotBefore) gate);
            case HOOK -> GateAnswer.OPEN;
            case SUCCESSOR -> successor((Gate.SuccessorServes) gate);
            case UNUSED -> unused(((Gate.Unused) gate).require());
        };
    }

    private GateAnswer environment(Gate.EnvironmentDone gate) {
        FeatureKey other = new FeatureKey(feature.name(), gate.environment());
        Recorded recorded = observation.recorded().get(other);
        if (recorded != null
                && recorded.position().version().equals(feature.version())
                && isOver(other, recorded.position())) {
            return GateAnswer.OPEN;
        }
        return GateAnswer.closed(
                Reason.GATE_ENVIRONMENT,
                feature.version() + " to be done in " + gate.environment(),
                null,
                Hold.BY_ITSELF);
    }

    private boolean isOver(FeatureKey of, Position position) {
        return position.kind() == PositionKind.DONE
                || position.kind() == PositionKind.ARCHIVED
                || position.stage() >= rolloutStages.getOrDefault(of, Integer.MAX_VALUE);
    }

    private GateAnswer approval(Gate.Approval gate, Stage stage) {
        ApprovalRecord last = null;
        for (ApprovalRecord word : observation.approvals()) {
            if (word.key().equals(key)
                    && word.version().equals(feature.version())
                    && word.stage().equals(stage.name())
                    && word.group().equals(gate.group())) {
                last = word;
            }
        }
        if (last != null && last.granted()) {
            return GateAnswer.OPEN;
        }
        String waitsFor = last == null
                ? "approval of stage " + stage.name()
                : "approval of stage " + stage.name() + ", rejected by " + last.by() + ": " + last.reason();
        return GateAnswer.closed(Reason.GATE_APPROVAL, waitsFor, null, gate.group());
    }

    private GateAnswer notBefore(Gate.NotBefore gate) {
        return observation.now().isBefore(gate.time())
                ? GateAnswer.closed(Reason.GATE_DATE, "its date", gate.time(), Hold.BY_ITSELF)
                : GateAnswer.OPEN;
    }

    private GateAnswer successor(Gate.SuccessorServes gate) {
        Recorded recorded = observation.recorded().get(new FeatureKey(gate.feature(), key.environment()));
        if (recorded != null
                && recorded.position().kind() == PositionKind.DONE
                && recorded.flag().exposure().isAll()) {
            return GateAnswer.OPEN;
        }
        return GateAnswer.closed(
                Reason.GATE_SUCCESSOR, "successor " + gate.feature() + " to serve everybody", null, Hold.BY_ITSELF);
    }

    private GateAnswer unused(Sunset.Require require) {
        List<String> missing = new ArrayList<>();
        Integer allowed = require.codeReferences();
        if (allowed != null) {
            addReferences(missing, allowed);
        }
        Long below = require.evaluationsBelow();
        if (below != null) {
            addEvaluations(missing, below);
        }
        return missing.isEmpty()
                ? GateAnswer.OPEN
                : GateAnswer.closed(Reason.GATE_UNUSED, String.join("; ", missing), null, feature.owner());
    }

    private void addReferences(List<String> missing, int allowed) {
        var found = observation.references().get(key);
        if (found == null) {
            missing.add("a code search: no adapter of the project gives one");
        } else if (found.size() > allowed) {
            StringBuilder text = new StringBuilder(
                    found.size() + (found.size() == 1 ? " code reference to go:" : " code references to go:"));
            found.stream()
                    .limit(3)
                    .forEach(
                            at -> text.append(' ').append(at.file()).append(':').append(at.line()));
            missing.add(text.toString());
        }
    }

    private void addEvaluations(List<String> missing, long below) {
        @Nullable Long counted = observation.evaluations().get(key);
        if (counted == null) {
            missing.add("a count of evaluations: no telemetry gives one");
        } else if (counted >= below) {
            missing.add(counted + " evaluations to fall below " + below);
        }
    }
}
