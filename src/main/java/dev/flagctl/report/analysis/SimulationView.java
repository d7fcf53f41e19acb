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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Shows simulated rollouts: the timeline of the first, and how all of them ended. */
public final class SimulationView {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 240;

    private final Looks looks;

    public SimulationView(Looks looks) {
        this.looks = looks;
    }

    /** Returns the whole text, each line with its end. */
    public String render(Format format, String feature, String scenario, List<SimulatedLife> lives) {
        return format == Format.JSON ? json(feature, scenario, lives) : text(feature, scenario, lives);
    }

    private String text(String feature, String scenario, List<SimulatedLife> lives) {
        Page page = new Page(looks);
        SimulatedLife first = lives.get(0);
        page.add(Ink.BOLD, feature).add(" in scenario " + scenario).end();
        for (SimulatedLife.Moment moment : first.moments()) {
            page.add("  " + Spans.of(moment.at()))
                    .to(16)
                    .add(Numbers.rate(moment.share()))
                    .to(26)
                    .add(moment.what());
            page.to(38).wrapped(moment.why()).end();
        }
        page.line(end(first)).end();
        if (lives.size() > 1) {
            ends(lives)
                    .forEach((end, count) -> page.add("  " + end)
                            .to(16)
                            .add(count + " of " + lives.size())
                            .end());
            page.add("  lasted")
                    .to(16)
                    .wrapped("median " + Spans.of(median(lives)))
                    .end();
            page.add("  harm")
                    .to(16)
                    .wrapped("median " + Numbers.count(Math.round(quantile(lives, 0.5))) + ", 95 of 100 at most "
                            + Numbers.count(Math.round(quantile(lives, 0.95))) + " bad units")
                    .end();
        }
        return page.toString();
    }

    private static String end(SimulatedLife life) {
        return "  " + life.end() + " after " + Spans.of(life.lasted()) + "; "
                + Numbers.count(Math.round(life.exposed())) + " units met the treatment, "
                + Numbers.count(Math.round(life.harmed())) + " were bad for it";
    }

    private static Map<String, Integer> ends(List<SimulatedLife> lives) {
        Map<String, Integer> ends = new TreeMap<>();
        lives.forEach(life -> ends.merge(life.end(), 1, Integer::sum));
        return ends;
    }

    private static Duration median(List<SimulatedLife> lives) {
        List<Duration> lasted =
                new ArrayList<>(lives.stream().map(SimulatedLife::lasted).toList());
        Collections.sort(lasted);
        return lasted.get(lasted.size() / 2);
    }

    private static double quantile(List<SimulatedLife> lives, double p) {
        double[] harm =
                lives.stream().mapToDouble(SimulatedLife::harmed).sorted().toArray();
        return harm[Math.min(harm.length - 1, (int) Math.floor(harm.length * p))];
    }

    private static String json(String feature, String scenario, List<SimulatedLife> lives) {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("feature", feature);
            json.writeStringProperty("scenario", scenario);
            Json.object(json, "ends", () -> ends(lives).forEach((end, count) -> Json.number(json, end, count)));
            Json.number(json, "harmMedian", quantile(lives, 0.5));
            Json.number(json, "harm95", quantile(lives, 0.95));
            Json.array(
                    json,
                    "runs",
                    () -> lives.forEach(life -> {
                        json.writeStartObject();
                        Json.number(json, "seed", life.seed());
                        json.writeStringProperty("end", life.end());
                        Json.number(json, "lastedMs", life.lasted().toMillis());
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
                    }));
        });
    }

    /** Returns the share over time of every rollout as an SVG picture; rollbacks are marked. */
    public static String svg(String feature, String scenario, List<SimulatedLife> lives) {
        double longest = 1;
        for (SimulatedLife life : lives) {
            longest = Math.max(longest, (double) life.lasted().toMillis());
        }
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " "
                + (HEIGHT + 40) + "\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<title>").append(escaped(feature + ", " + scenario)).append("</title>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (SimulatedLife life : lives) {
            StringBuilder path = new StringBuilder("M0 " + HEIGHT);
            double y = HEIGHT;
            for (SimulatedLife.Moment moment : life.moments()) {
                double x = moment.at().toMillis() / longest * WIDTH;
                path.append(line(x, y));
                y = HEIGHT - moment.share() * (HEIGHT - 20);
                path.append(line(x, y));
            }
            path.append(line(life.lasted().toMillis() / longest * WIDTH, y));
            String colour = life.end().equals("ROLLED_BACK") ? "#c0392b" : "#2471a3";
            svg.append("<path d=\"")
                    .append(path)
                    .append("\" fill=\"none\" stroke=\"")
                    .append(colour);
            svg.append("\" stroke-opacity=\"0.6\"/>\n");
        }
        svg.append("<text x=\"4\" y=\"").append(HEIGHT + 24).append("\">");
        svg.append(escaped(feature + " · " + scenario + " · " + lives.size() + " runs · "
                + Spans.of(Duration.ofMillis((long) longest))));
        return svg.append("</text>\n</svg>\n").toString();
    }

    private static String line(double x, double y) {
        return String.format(Locale.ROOT, " L%.1f %.1f", x, y);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
