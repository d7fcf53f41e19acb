// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import dev.flagctl.guardrail.Backtest;
import dev.flagctl.model.Measure;
import dev.flagctl.report.Format;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Json;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Shows what guardrails would have said over history: false alarms, dispersion, and advice. */
public final class BacktestView {

    private final Looks looks;

    public BacktestView(Looks looks) {
        this.looks = looks;
    }

    /**
     * What was looked back at.
     *
     * @param from inclusive
     * @param to exclusive
     * @param length of one rollout of nothing
     */
    public record Past(String project, Instant from, Instant to, Duration length) {}

    /** One guardrail of a feature in an environment. */
    public record Row(String feature, String environment, Measure measure, Backtest backtest) {}

    /** Returns the whole text, each line with its end. */
    public String render(Format format, Past past, List<Row> rows) {
        return format == Format.JSON ? json(past, rows) : text(rows);
    }

    private String text(List<Row> rows) {
        Page page = new Page(looks);
        String head = "";
        for (Row row : rows) {
            String place = row.feature() + " in " + row.environment();
            if (!place.equals(head)) {
                page.add(Ink.BOLD, place).end();
                head = place;
            }
            Backtest test = row.backtest();
            page.add("  " + test.metric()).to(24);
            page.add(test.alarms() > 0 ? Ink.YELLOW : Ink.GREEN, test.alarms() + " of " + test.rollouts() + " failed");
            page.to(44)
                    .wrapped((row.measure().isShare() ? Numbers.rate(test.value()) : number(test.value()))
                            + ", dispersion "
                            + number(test.dispersion()) + ", " + Numbers.many(test.buckets(), "bucket") + ", data "
                            + test.state().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .end();
            for (String advice : test.advice()) {
                page.pad(4).wrapped(advice).end();
            }
        }
        if (rows.isEmpty()) {
            page.line("no guardrail has a metric to look back at").end();
        }
        return page.toString();
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "unknown"
                : BigDecimal.valueOf(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String json(Past past, List<Row> rows) {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", past.project());
            json.writeStringProperty("from", past.from().toString());
            json.writeStringProperty("to", past.to().toString());
            Json.number(json, "lengthMs", past.length().toMillis());
            Json.array(
                    json,
                    "guardrails",
                    () -> rows.forEach(row -> {
                        Backtest test = row.backtest();
                        json.writeStartObject();
                        json.writeStringProperty("feature", row.feature());
                        json.writeStringProperty("environment", row.environment());
                        json.writeStringProperty("metric", test.metric());
                        json.writeStringProperty("state", test.state().name());
                        Json.number(json, "buckets", test.buckets());
                        Json.number(json, "value", test.value());
                        Json.number(json, "dispersion", test.dispersion());
                        Json.number(json, "rollouts", test.rollouts());
                        Json.number(json, "alarms", test.alarms());
                        Json.texts(json, "advice", test.advice());
                        json.writeEndObject();
                    }));
        });
    }
}
