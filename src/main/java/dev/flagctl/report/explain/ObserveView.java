// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.explain;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.EvidenceJson;
import dev.flagctl.report.Format;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Json;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.Sparkline;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.GuardrailText;
import dev.flagctl.run.RunEvent;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Shows what guardrails see now: verdicts with their numbers, and the newest buckets; feed it the events of planning first. */
public final class ObserveView implements Consumer<RunEvent> {

    private static final Set<Format> FORMATS = EnumSet.of(Format.TEXT, Format.JSON);
    private static final int BARS = 8;

    private final Looks looks;
    private final Map<FeatureKey, Map<String, List<Bucket>>> buckets = new HashMap<>();

    public ObserveView(Looks looks) {
        this.looks = looks;
    }

    /** Returns the formats that there is a view for. */
    public static Set<Format> formats() {
        return EnumSet.copyOf(FORMATS);
    }

    /** Keeps what was measured. */
    @Override
    public synchronized void accept(RunEvent event) {
        if (event instanceof RunEvent.Measured measured) {
            buckets.computeIfAbsent(measured.key(), key -> new HashMap<>())
                    .put(measured.metric(), measured.series().buckets());
        }
    }

    /**
     * Returns the whole text, each line with its end.
     *
     * @param leftOut what selectors left out, in words; for programs only, people are told beside it
     * @throws IllegalArgumentException when {@link #formats} lacks the format
     */
    public synchronized String render(Format format, Plan plan, List<String> leftOut) {
        if (!FORMATS.contains(format)) {
            throw new IllegalArgumentException("there is no observation as " + format.word());
        }
        return format == Format.JSON ? json(plan, leftOut) : text(plan);
    }

    private String text(Plan plan) {
        Page page = new Page(looks);
        Moments moments = new Moments(plan.now());
        int watched = 0;
        for (Change change : plan.changes()) {
            Judgement judgement = change.judgement();
            if (judgement != null) {
                watched++;
                feature(page, change, judgement);
            }
        }
        page.add(Numbers.count(watched) + " watched, "
                + Numbers.count(plan.changes().size() - watched) + " not");
        return page.add(" · " + moments.full(plan.now())).end().toString();
    }

    private void feature(Page page, Change change, Judgement judgement) {
        page.add(Ink.BOLD, change.key().feature())
                .add(" in " + change.key().environment() + " · " + ChangeWords.exposure(change.before()) + " · "
                        + judgement.verdict());
        page.end();
        int names = 10;
        for (Evidence each : judgement.evidence()) {
            names = Math.max(names, page.width(each.metric()));
        }
        int bars = 4 + names + 2;
        for (Evidence each : judgement.evidence()) {
            List<Bucket> series = buckets.getOrDefault(change.key(), Map.of()).getOrDefault(each.metric(), List.of());
            page.add("    " + each.metric())
                    .to(bars)
                    .add(Sparkline.of(series, BARS))
                    .to(bars + BARS + 2);
            page.add(each.verdict().name()).to(bars + BARS + 11);
            page.wrapped(GuardrailText.rates(each) + "  " + GuardrailText.brief(each) + "  n "
                            + Numbers.count(each.treatment().units()))
                    .end();
            if (!each.correction().isNone()) {
                page.to(bars).wrapped(each.correction().sentence()).end();
            }
        }
        HarmBudget harm = HarmBudget.of(judgement);
        if (harm != null) {
            page.add("    harm budget").to(bars).wrapped(harm.sentence()).end();
        }
        page.end();
    }

    private static String json(Plan plan, List<String> leftOut) {
        long watched = plan.changes().stream()
                .filter(change -> change.judgement() != null)
                .count();
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", plan.project());
            json.writeStringProperty("time", plan.now().toString());
            json.writeNumberProperty("unwatched", plan.changes().size() - watched);
            Json.texts(json, "leftOut", leftOut);
            Json.array(json, "features", () -> {
                for (Change change : plan.changes()) {
                    Judgement judgement = change.judgement();
                    if (judgement != null) {
                        json.writeStartObject();
                        json.writeStringProperty("feature", change.key().feature());
                        json.writeStringProperty("environment", change.key().environment());
                        json.writeStringProperty("exposure", ChangeWords.exposure(change.before()));
                        json.writeName("judgement");
                        EvidenceJson.write(json, judgement, change.control());
                        json.writeEndObject();
                    }
                }
            });
        });
    }
}
