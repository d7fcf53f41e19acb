// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.port.Expectation;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Carries out writes: reads a flag, sends what is missing in one patch, and reads it back. A change by somebody else meanwhile is read again. */
final class FlagChanges {

    private static final int TRIES = 3;
    private static final String COMMENT = "flagctl: ";

    /** Enough for a sentence and its reason; what the ledger keeps is longer. */
    private static final int LONGEST_COMMENT = 500;

    private final LaunchDarklyApi api;
    private final String environment;
    private final OwnRules rules;
    private final String contextKind;
    private @Nullable Approvals approvals;

    FlagChanges(LaunchDarklyApi api, String environment, OwnRules rules, String contextKind) {
        this.api = api;
        this.environment = environment;
        this.rules = rules;
        this.contextKind = contextKind;
    }

    WriteOutcome carryOut(FlagWrite write) {
        String key = write.spec().key();
        try {
            return WriteOutcome.done(key, change(write));
        } catch (AdapterException e) {
            return WriteOutcome.failed(key, e);
        } catch (RefusedException e) {
            return WriteOutcome.failed(key, refused(key, e.getMessage() + "; " + e.remedy()));
        }
    }

    /** Returns the receipt. What was lost on the way is found out by reading, a few times at most. */
    private String change(FlagWrite write) {
        FlagSpec spec = write.spec();
        FlagState after = write.after();
        String receipt = "";
        @Nullable FlagState before = write.before();
        AdapterException lost = null;
        for (int i = 0; i < TRIES; i++) {
            Optional<JsonNode> flag = api.flag("read the flag \"" + spec.key() + "\"", spec.key());
            ObservedFlag found = observed(spec, flag);
            boolean serves = Expectation.serves(found, after, spec);
            if (serves && (after == null || !write.mark().changes(found.ending()))) {
                return receipt;
            }
            boolean halfCreated = i > 0 && before == null && found.state() != null;
            String surprise = serves || halfCreated ? "" : Expectation.surprise(found, before, spec);
            if (!surprise.isEmpty()) {
                throw refused(spec.key(), surprise);
            }
            receipt = after == null && flag.isPresent() ? flag.get().toString() : receipt;
            try {
                if (serves) {
                    mark(write);
                } else {
                    step(write, flag);
                }
                lost = null;
            } catch (AdapterException e) {
                if (serves && i > 0) {
                    // Nobody is served otherwise for a mark, and the next plan sees that it is missing.
                    return "written, but its mark as deprecated is not: " + e.sentence();
                }
                if (!LaunchDarklyFlagService.isUnsure(e)) {
                    throw e;
                }
                lost = e;
            }
        }
        ObservedFlag found = observed(spec, api.flag("read back the flag \"" + spec.key() + "\"", spec.key()));
        boolean onlyMark = lost != null && after != null && after.equals(before);
        if ((Expectation.serves(found, after, spec)
                        && !(onlyMark && write.mark().changes(found.ending())))
                || (after == null && isOff(spec))) {
            return receipt;
        }
        throw lost != null
                ? lost
                : new AdapterException(
                        Failure.UNKNOWN_OUTCOME,
                        "write the flag \"" + spec.key() + "\"",
                        api.target(),
                        "it was written and reads otherwise: " + Expectation.surprise(found, after, spec));
    }

    private ObservedFlag observed(FlagSpec spec, Optional<JsonNode> flag) {
        return flag.map(there -> new FlagReading(spec, there, environment, rules).observed())
                .orElse(ObservedFlag.absent(spec.key()));
    }

    /** A flag that other environments still serve is switched off here, and archived by the last of them. */
    private boolean isOff(FlagSpec spec) {
        return api.flag("read back the flag \"" + spec.key() + "\"", spec.key())
                .map(flag ->
                        !flag.path("environments").path(environment).path("on").asBoolean(false))
                .orElse(true);
    }

    private void step(FlagWrite write, Optional<JsonNode> flag) {
        FlagSpec spec = write.spec();
        FlagState after = write.after();
        if (after == null) {
            archive(write, flag.orElseThrow());
        } else if (flag.isEmpty()) {
            create(spec, after);
        } else {
            SemanticPatch patch = new SemanticPatch(spec, flag.get(), environment, rules, contextKind);
            List<Map<String, Object>> variations = patch.variations(after);
            List<Map<String, Object>> added = variations.stream()
                    .filter(each -> !"removeVariation".equals(each.get("kind")))
                    .toList();
            if (!added.isEmpty()) {
                send(write, why(after), added, false);
                return;
            }
            List<Map<String, Object>> exposure = patch.exposure(after);
            if (!exposure.isEmpty()) {
                send(write, why(after), exposure, true);
            } else if (!variations.isEmpty()) {
                send(write, why(after), variations, false);
            }
        }
    }

    /** Shows people that the flag is at its end, or no longer: in all environments, and apart from what it serves. */
    private void mark(FlagWrite write) {
        boolean ends = write.mark() == EndMark.SET;
        String kind = ends ? "deprecateFlag" : "restoreDeprecatedFlag";
        send(
                write,
                ends ? "deprecate" : "no longer deprecated",
                List.of(SemanticPatch.instruction(kind, Map.of())),
                false);
    }

    private void create(FlagSpec spec, FlagState state) {
        List<Map<String, Object>> variations = new ArrayList<>();
        List<String> names = VariationOrder.of(state);
        names.forEach(name -> variations.add(Map.of("value", state.variants().getOrDefault(name, ""), "name", name)));
        Map<String, Object> flag = new LinkedHashMap<>();
        flag.put("key", spec.key());
        flag.put("name", spec.key());
        flag.put("description", spec.description());
        flag.put("temporary", true);
        flag.put("variations", variations);
        // What everybody gets until the patch that follows: the rest, whether the flag is on or off.
        flag.put(
                "defaults",
                Map.of("onVariation", names.indexOf(state.rest()), "offVariation", names.indexOf(state.rest())));
        HttpAnswer answer = api.create("create the flag \"" + spec.key() + "\"", flag);
        if (answer.status() == LaunchDarklyApi.CONFLICT) {
            throw refused(spec.key(), "a flag of that key appeared meanwhile; plan again");
        }
    }

    private void archive(FlagWrite write, JsonNode flag) {
        boolean elsewhere = false;
        for (Map.Entry<String, JsonNode> each : flag.path("environments").properties()) {
            elsewhere |= !each.getKey().equals(environment)
                    && each.getValue().path("on").asBoolean(false);
        }
        if (flag.path("environments").path(environment).path("on").asBoolean(false)) {
            send(write, "archive", List.of(SemanticPatch.instruction("turnFlagOff", Map.of())), true);
        }
        if (!elsewhere) {
            send(write, "archive", List.of(SemanticPatch.instruction("archiveFlag", Map.of())), false);
        }
    }

    private static String why(FlagState after) {
        return "serve \"" + after.treatment() + "\" to " + after.exposure();
    }

    /**
     * Sends instructions.
     *
     * @param what for people who read the audit log there; who and why is added
     * @param here whether the instructions are about this environment, or about the flag as a whole
     */
    private void send(FlagWrite write, String what, List<Map<String, Object>> instructions, boolean here) {
        String key = write.spec().key();
        String action = "write the flag \"" + key + "\"";
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put("comment", comment(what, write.because()));
        if (here) {
            patch.put("environmentKey", environment);
        }
        patch.put("instructions", instructions);
        if (here && approvals().isRequired()) {
            approvals().change(action, key, patch);
            return;
        }
        HttpAnswer answer = api.patch(action, key, patch);
        if (answer.status() == LaunchDarklyApi.NEEDS_APPROVAL) {
            approvals().change(action, key, patch);
        }
        // 409: somebody changed the flag at the same moment. The next try reads it and sees whether the plan still
        // holds.
    }

    private static String comment(String what, String because) {
        String comment = COMMENT + what + (because.isEmpty() ? "" : " (" + because + ")");
        return comment.length() <= LONGEST_COMMENT ? comment : comment.substring(0, LONGEST_COMMENT - 1) + "…";
    }

    private synchronized Approvals approvals() {
        Approvals known = approvals;
        if (known == null) {
            known = new Approvals(api, environment);
            approvals = known;
        }
        return known;
    }

    private AdapterException refused(String key, @Nullable String reason) {
        return new AdapterException(
                Failure.REFUSED, "write the flag \"" + key + "\"", api.target(), String.valueOf(reason));
    }
}
