// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import dev.flagctl.report.Format;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Json;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import java.time.Duration;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Shows simulated rollouts: the timeline of the first, and how all of them ended. */
public final class SimulationView {

    private static final int FIRST = 18;
    private static final int STEP = 16;
    private static final double[] SHARES = {0.05, 0.5, 0.95};

    private final Looks looks;

    public SimulationView(Looks looks) {
        this.looks = looks;
    }

    /** Returns the whole text, each line with its end. */
    public String render(Format format, Simulation simulation) {
        return format == Format.JSON ? json(simulation) : text(simulation);
    }

    private String text(Simulation simulation) {
        Page page = new Page(looks);
        SimulatedLife first = simulation.lives().get(0);
        page.add(Ink.BOLD, simulation.feature())
                .add(" in scenario " + simulation.scenario())
                .end();
        page.add("  ").wrapped(simulation.words()).end();
        for (SimulatedLife.Moment moment : first.moments()) {
            page.add("  " + Spans.of(moment.at()))
                    .to(16)
                    .add(Numbers.rate(moment.share()))
                    .to(26)
                    .add(moment.what());
            page.to(38).wrapped(moment.why()).end();
        }
        page.add("  ").wrapped(end(first)).end();
        if (simulation.lives().size() > 1) {
            distribution(page.end(), simulation);
        }
        return page.toString();
    }

    private static String end(SimulatedLife life) {
        if (life.exposed() == 0) {
            return life.end() + " after " + Spans.of(life.lasted()) + "; nobody met the treatment";
        }
        String exposed = Numbers.count(Math.round(life.exposed()));
        long harmed = Math.round(life.harmed());
        String harm = harmed > 0
                ? Numbers.count(harmed) + " of them bad that would not have been"
                : "none of them bad that would not have been";
        return life.end() + " after " + Spans.of(life.lasted()) + noticed(life) + "; " + exposed
                + " units met the treatment, " + harm;
    }

    private static String noticed(SimulatedLife life) {
        Duration began = life.harmBegan();
        Duration noticed = life.noticed();
        if (began == null) {
            return "";
        }
        return "; harm began after " + Spans.of(began)
                + (noticed == null ? " and was not noticed" : ", noticed " + Spans.of(noticed) + " later");
    }

    private static void distribution(Page page, Simulation simulation) {
        int runs = simulation.lives().size();
        page.add(Ink.BOLD, runs + " runs").end();
        simulation
                .ends()
                .forEach((end, count) -> page.add("  " + end)
                        .to(FIRST)
                        .add(count + " of " + runs)
                        .end());
        int[] noticed = simulation.noticed();
        if (noticed[0] > 0) {
            page.add("  noticed")
                    .to(FIRST)
                    .add("in " + noticed[1] + " of " + noticed[0])
                    .end();
        }
        row(page.end(), "", share -> share == 0.5 ? "median" : Math.round(100 * share) + " of 100 ≤");
        if (noticed[1] > 0) {
            row(page, "noticed after", share -> Spans.of(simulation.noticed(share)));
        }
        row(
                page,
                "lasted",
                share -> Spans.of(Duration.ofMillis(
                        (long) simulation.quantile(life -> life.lasted().toMillis(), share))));
        row(page, "units met it", share -> count(simulation, SimulatedLife::exposed, share));
        row(page, "bad for it", share -> count(simulation, SimulatedLife::harmed, share));
    }

    private static void row(Page page, String name, DoubleFunction<String> cell) {
        page.add("  " + name);
        int column = FIRST;
        for (double share : SHARES) {
            page.to(column).add(cell.apply(share));
            column += STEP;
        }
        page.end();
    }

    private static String count(Simulation simulation, ToDoubleFunction<SimulatedLife> of, double share) {
        return Numbers.count(Math.round(simulation.quantile(of, share)));
    }

    private static String json(Simulation simulation) {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("feature", simulation.feature());
            json.writeStringProperty("environment", simulation.environment());
            json.writeStringProperty("scenario", simulation.scenario());
            json.writeStringProperty("words", simulation.words());
            Json.object(json, "ends", () -> simulation.ends().forEach((end, count) -> Json.number(json, end, count)));
            int[] noticed = simulation.noticed();
            Json.number(json, "harmMet", noticed[0]);
            Json.number(json, "harmNoticed", noticed[1]);
            Json.array(json, "quantiles", () -> quantiles(json, simulation, noticed[1] > 0));
            Json.array(json, "runs", () -> simulation.lives().forEach(life -> life(json, life)));
        });
    }

    private static void quantiles(JsonGenerator json, Simulation simulation, boolean noticed) {
        for (double share : SHARES) {
            json.writeStartObject();
            Json.number(json, "share", share);
            Json.number(json, "lastedMs", (long)
                    simulation.quantile(life -> life.lasted().toMillis(), share));
            Json.number(json, "noticedMs", noticed ? simulation.noticed(share).toMillis() : null);
            Json.number(json, "exposed", simulation.quantile(SimulatedLife::exposed, share));
            Json.number(json, "harmed", simulation.quantile(SimulatedLife::harmed, share));
            json.writeEndObject();
        }
    }

    private static void life(JsonGenerator json, SimulatedLife life) {
        json.writeStartObject();
        Json.number(json, "seed", life.seed());
        json.writeStringProperty("end", life.end());
        Json.number(json, "lastedMs", life.lasted().toMillis());
        Json.number(json, "harmBeganMs", millis(life.harmBegan()));
        Json.number(json, "noticedMs", millis(life.noticed()));
        Json.number(json, "exposed", life.exposed());
        Json.number(json, "harmed", life.harmed());
        Json.array(
                json,
                "timeline",
                () -> life.moments().forEach(moment -> {
                    json.writeStartObject();
                    Json.number(json, "atMs", moment.at().toMillis());
                    Json.number(json, "share", moment.share());
                    json.writeStringProperty("what", moment.what());
                    json.writeStringProperty("why", moment.why());
                    json.writeEndObject();
                }));
        json.writeEndObject();
    }

    private static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : time.toMillis();
    }
}
