// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.analysis;

import dev.flagctl.guardrail.Analysis;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.report.Format;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Json;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Shows analyses: verdict, evidence, estimate and the numbers of the test. JSON has every digit, text six. */
public final class AnalysisView {

    private static final MathContext DIGITS = new MathContext(6);

    private final Looks looks;
    private int words;

    public AnalysisView(Looks looks) {
        this.looks = looks;
    }

    /** Returns the whole text, each line with its end. */
    public String render(Format format, List<Analysis> analyses, double alpha) {
        return format == Format.JSON ? json(analyses, alpha) : text(analyses, alpha);
    }

    private String text(List<Analysis> analyses, double alpha) {
        Page page = new Page(looks);
        for (Analysis each : analyses) {
            page.add(Ink.BOLD, each.metric())
                    .add("  ")
                    .add(ink(each.verdict()), each.verdict().name());
            page.end();
            words = 16;
            each.numbers().keySet().forEach(word -> words = Math.max(words, word.length() + 4));
            row(page, "test", each.test().word() + ": " + each.because());
            if (!Double.isNaN(each.logE())) {
                row(
                        page,
                        "log e-value",
                        number(each.logE()) + ", largest " + number(each.maxLogE()) + " of "
                                + number(-Math.log(alpha)));
            }
            if (!Double.isNaN(each.p())) {
                row(page, "p", number(each.p()));
            }
            Analysis.Estimate estimate = each.estimate();
            if (estimate != null) {
                row(
                        page,
                        "estimate",
                        estimate.of() + " " + number(estimate.value()) + ", between " + number(estimate.lower())
                                + " and " + number(estimate.upper()));
            }
            for (Map.Entry<String, Double> number : each.numbers().entrySet()) {
                row(page, number.getKey(), number(number.getValue()));
            }
            for (Analysis.Look look : each.path()) {
                row(page, "bucket " + look.bucket(), "log e-value " + number(look.logE()) + ", p " + number(look.p()));
            }
            if (!each.sentence().equals(each.verdict().name())) {
                row(page, "in words", each.sentence());
            }
        }
        return page.toString();
    }

    private void row(Page page, String word, String what) {
        page.add("  " + word).to(words).wrapped(what).end();
    }

    private static Ink ink(Verdict verdict) {
        return verdict == Verdict.FAIL ? Ink.RED : verdict == Verdict.PASS ? Ink.GREEN : Ink.YELLOW;
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "unknown" : value > 0 ? "infinity" : "-infinity";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
        return rounded.signum() == 0
                ? "0"
                : Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9 ? rounded.toPlainString() : rounded.toString();
    }

    private static String json(List<Analysis> analyses, double alpha) {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            Json.number(json, "alpha", alpha);
            Json.array(
                    json,
                    "analyses",
                    () -> analyses.forEach(each -> {
                        json.writeStartObject();
                        one(json, each);
                        json.writeEndObject();
                    }));
        });
    }

    private static void one(JsonGenerator json, Analysis each) {
        json.writeStringProperty("metric", each.metric());
        json.writeStringProperty("test", each.test().word());
        json.writeStringProperty("because", each.because());
        json.writeStringProperty("verdict", each.verdict().name());
        Json.number(json, "logE", each.logE());
        Json.number(json, "maxLogE", each.maxLogE());
        Json.number(json, "p", each.p());
        estimate(json, each.estimate());
        Json.array(
                json,
                "path",
                () -> each.path().forEach(look -> {
                    json.writeStartObject();
                    Json.number(json, "bucket", look.bucket());
                    Json.number(json, "logE", look.logE());
                    Json.number(json, "p", look.p());
                    json.writeEndObject();
                }));
        Json.object(json, "numbers", () -> each.numbers().forEach((name, value) -> Json.number(json, name, value)));
        json.writeStringProperty("sentence", each.sentence());
    }

    private static void estimate(JsonGenerator json, Analysis.@Nullable Estimate estimate) {
        if (estimate == null) {
            Json.text(json, "estimate", null);
            return;
        }
        Json.object(json, "estimate", () -> {
            json.writeStringProperty("of", estimate.of());
            Json.number(json, "value", estimate.value());
            Json.number(json, "lower", estimate.lower());
            Json.number(json, "upper", estimate.upper());
        });
    }
}
