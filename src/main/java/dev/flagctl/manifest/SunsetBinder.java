// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Sunset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds the sunset of a feature and checks that it falls to nobody in time. */
final class SunsetBinder {

    static final List<Percent> PHASE_OUT =
            List.of(new Percent(75_000), new Percent(50_000), new Percent(25_000), Percent.ZERO);
    static final Duration BAKE = Duration.ofDays(3);
    static final List<Duration> NOTICES = List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1));

    private static final Sunset.Outcome[] OUTCOMES = Sunset.Outcome.values();
    private static final String POINTER = "/spec/sunset";

    private final JsonNode node;
    private final Site site;
    private final Collection<String> variants;

    SunsetBinder(JsonNode node, Site site, Collection<String> variants) {
        this.node = node;
        this.site = site;
        this.variants = variants;
    }

    /** Returns the sunset, or null after saying what is wrong. */
    @Nullable
    Sunset bind() {
        JsonNode outcomeWord = node.get("outcome");
        Sunset.Outcome outcome =
                outcomeWord == null ? Sunset.Outcome.REMOVE : Words.get(OUTCOMES, outcomeWord.asString());
        Instant deprecate = instant(site, Values.child(node, "deprecate"), POINTER + "/deprecate");
        Instant remove = instant(site, Values.child(node, "remove"), POINTER + "/remove");
        JsonNode phaseOut = node.get("phase-out");
        List<Percent> stages = stages(phaseOut == null ? null : phaseOut.get("stages"), outcome);
        Duration bake = phaseOut == null ? BAKE : Values.duration(phaseOut, "bake", BAKE);
        if (deprecate == null || remove == null) {
            return null;
        }
        order(deprecate, remove, stages, bake);
        return new Sunset(
                outcome,
                deprecate,
                remove,
                notices(node.get("notices")),
                successor(node.get("successor")),
                stages,
                bake,
                require(node.get("require")),
                Values.source(node, site.file()));
    }

    /** Returns the instant of a date, or null after saying that there is none. */
    static @Nullable Instant instant(Site site, JsonNode value, String pointer) {
        try {
            return Values.instant(value.asString());
        } catch (DateTimeException noSuchDay) {
            site.error(
                    DiagnosticCode.BAD_DATE,
                    pointer,
                    "there is no such date: " + value.asString(),
                    "",
                    "write a day such as 2027-01-15, or 2027-01-15T09:00:00Z");
            return null;
        }
    }

    private List<Percent> stages(@Nullable JsonNode list, Sunset.Outcome outcome) {
        if (list == null) {
            return outcome == Sunset.Outcome.KEEP ? List.of() : PHASE_OUT;
        }
        List<Percent> stages = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            stages.add(Values.percent(item));
        }
        String pointer = POINTER + "/phase-out/stages";
        if (outcome == Sunset.Outcome.KEEP && !stages.isEmpty()) {
            site.error(
                    DiagnosticCode.KEYS_CLASH,
                    pointer,
                    "with the outcome \"keep\" nobody is phased out",
                    "",
                    "leave the stages out, or write \"outcome: remove\"");
        } else if (outcome == Sunset.Outcome.REMOVE) {
            falls(stages, pointer);
        }
        return stages;
    }

    private void falls(List<Percent> stages, String pointer) {
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).compareTo(stages.get(i - 1)) >= 0) {
                site.error(
                        DiagnosticCode.PHASE_OUT_RISES,
                        Pointer.join(pointer, i),
                        "the phase-out does not fall from " + stages.get(i - 1) + " to " + stages.get(i),
                        "stage " + (i + 1) + " of " + stages.size(),
                        "write each stage lower than the one before");
                return;
            }
        }
        if (stages.isEmpty() || !stages.get(stages.size() - 1).isZero()) {
            site.error(
                    DiagnosticCode.PHASE_OUT_RISES,
                    stages.isEmpty() ? pointer : Pointer.join(pointer, stages.size() - 1),
                    "the phase-out does not end at 0",
                    "",
                    "add a last stage of 0");
        }
    }

    private void order(Instant deprecate, Instant remove, List<Percent> stages, Duration bake) {
        if (remove.isBefore(deprecate)) {
            site.error(
                    DiagnosticCode.DATES_ORDER,
                    POINTER + "/remove",
                    "the feature is removed before it is deprecated",
                    "deprecated " + Values.need(node, "deprecate"),
                    "write a date on or after " + Values.need(node, "deprecate"));
            return;
        }
        Duration need = bake.multipliedBy(stages.size());
        Duration time = Duration.between(deprecate, remove);
        if (need.compareTo(time) > 0) {
            site.error(
                    DiagnosticCode.DATES_ORDER,
                    POINTER + "/remove",
                    "the phase-out takes " + DurationText.format(need) + ", and there are only "
                            + DurationText.format(time) + " between deprecation and removal",
                    stages.size() + " stages of " + DurationText.format(bake),
                    "write a later date, fewer stages or a shorter bake");
        }
    }

    private static List<Duration> notices(@Nullable JsonNode list) {
        if (list == null) {
            return NOTICES;
        }
        List<Duration> notices = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            notices.add(DurationText.parse(item.asString()));
        }
        notices.sort(Comparator.reverseOrder());
        return notices;
    }

    private Sunset.@Nullable Successor successor(@Nullable JsonNode successor) {
        if (successor == null) {
            return null;
        }
        String variant = Values.textOrNull(successor, "variant");
        if (variant != null) {
            own(variant, POINTER + "/successor/variant", false);
        }
        Map<String, String> mapping = Values.textMap(successor.get("variants"));
        for (String from : mapping.keySet()) {
            own(from, Pointer.join(POINTER + "/successor/variants", from), true);
        }
        return new Sunset.Successor(Values.textOrNull(successor, "feature"), mapping, variant);
    }

    private void own(String variant, String pointer, boolean isKey) {
        if (variants.contains(variant)) {
            return;
        }
        String nearest = Suggestion.nearest(variant, variants);
        String summary = "there is no variant \"" + variant + "\"";
        String label = nearest == null ? "" : "did you mean \"" + nearest + "\"?";
        String hint = "the variants are: " + String.join(", ", variants);
        if (isKey) {
            site.keyError(DiagnosticCode.UNKNOWN_VARIANT, pointer, summary, label, hint);
        } else {
            site.error(DiagnosticCode.UNKNOWN_VARIANT, pointer, summary, label, hint);
        }
    }

    private Sunset.Require require(@Nullable JsonNode require) {
        if (require == null) {
            return Sunset.Require.NOTHING;
        }
        JsonNode references = require.get("code-references");
        JsonNode evaluations = require.get("evaluations");
        Duration window = evaluations == null
                ? Sunset.Require.NOTHING.evaluationsFor()
                : Values.duration(evaluations, "for", Sunset.Require.NOTHING.evaluationsFor());
        return new Sunset.Require(
                references == null ? null : (int) Math.min(Integer.MAX_VALUE, references.asLong()),
                evaluations == null ? null : below(Values.need(evaluations, "below"), window),
                window);
    }

    /** Returns how many evaluations in the window a rate such as {@code 1/d} allows, rounded up so that it stays reachable. */
    private static long below(String rate, Duration window) {
        int slash = rate.indexOf('/');
        String per = rate.substring(slash + 1);
        long unit = DurationText.parse(per.length() == 1 ? "1" + per : per).toSeconds();
        double allowed = Double.parseDouble(rate.substring(0, slash)) * window.toSeconds() / Math.max(1, unit);
        return Math.max(1, (long) Math.ceil(allowed));
    }
}
