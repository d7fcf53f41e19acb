// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.guardrail.Backtest;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Metric;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.report.Format;
import dev.flagctl.report.analysis.BacktestView;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges history in which nothing was rolled out: how often guardrails would have failed for nothing. Writes nothing. */
final class BacktestCommand implements Command {

    @Override
    public CommandForm form() {
        return Selection.options(CommandForm.of(Subcommand.BACKTEST))
                .arguments("FEATURE", "0..*", "Names of features; without them: all.")
                .value(
                        "TIME",
                        "Start of the history: 2026-10-01, 2026-10-01T12:00Z or 7d (ago), which it is without it.",
                        "--from")
                .value("TIME", "End of the history; now without it.", "--to")
                .value("DURATION", "Length of one rollout; 2h without it.", "--length")
                .formats(Format.TEXT, Format.JSON)
                .example("flagctl backtest checkout-redesign -e production", "a week of the control against itself")
                .ends(ExitCode.MANIFEST_INVALID, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Instant now = session.surroundings().clock().instant();
        Instant from = TimeWord.of("--from", arguments.value("--from").orElse("7d"), now);
        Instant to = arguments
                .value("--to")
                .map(word -> TimeWord.of("--to", word, now))
                .orElse(now);
        if (!from.isBefore(to)) {
            throw new UsageException("--from must be before --to");
        }
        Duration length = length(arguments);
        BacktestView.Past past;
        List<BacktestView.Row> rows = new ArrayList<>();
        try (Workspace workspace = Workspace.open(session)) {
            Selection selection = new Selection(workspace, session, arguments, arguments.rest());
            PlanScope scope = selection.scope();
            past = new BacktestView.Past(workspace.project().name(), from, to, length);
            for (Feature feature : workspace.manifests().features()) {
                if (scope.features().isEmpty() || scope.features().contains(feature.name())) {
                    for (String name : scope.environments()) {
                        rows.addAll(rows(workspace, feature, name, from, to, length));
                    }
                }
            }
        }
        session.print(new BacktestView(session.outLooks()).render(session.format(), past, rows));
        return ExitCode.DONE;
    }

    private static List<BacktestView.Row> rows(
            Workspace workspace, Feature feature, String name, Instant from, Instant to, Duration length) {
        List<BacktestView.Row> rows = new ArrayList<>();
        Environment environment = workspace.project().environments().get(name);
        if (environment == null || !feature.rollout().containsKey(name)) {
            return rows;
        }
        for (Guardrail guardrail : feature.guardrails()) {
            Metric metric = workspace.manifests().metrics().get(guardrail.metric());
            String adapter = metric == null || metric.adapter() == null ? environment.telemetry() : metric.adapter();
            if (metric != null && adapter != null) {
                MetricQuery query = new MetricQuery(
                        metric,
                        name,
                        feature.flagKey(),
                        feature.serve().treatment(),
                        feature.serve().others(),
                        from,
                        to);
                BucketSeries series = workspace
                        .ports()
                        .metricSource(adapter)
                        .read(List.of(query))
                        .get(0);
                rows.add(new BacktestView.Row(
                        feature.name(),
                        name,
                        metric.measure(),
                        Backtest.of(guardrail, metric.measure(), asOf(to, series), feature.risk(), length)));
            }
        }
        return rows;
    }

    /** That a source has stopped since does not matter to a time that it covers. */
    private static BucketSeries asOf(Instant to, BucketSeries series) {
        return series.state() == DataState.STALE && !series.watermark().isBefore(to)
                ? new BucketSeries(
                        series.buckets(), series.watermark(), DataState.OK, series.query(), series.warnings())
                : series;
    }

    private static Duration length(Arguments arguments) {
        try {
            Duration length = DurationText.parse(arguments.value("--length").orElse("2h"));
            if (!length.isZero()) {
                return length;
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // Said below, the same for both.
        }
        throw new UsageException("--length is a time above 0 such as 2h");
    }
}
