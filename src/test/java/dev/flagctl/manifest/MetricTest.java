// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Metric manifest may say, and what it must. */
final class MetricTest {

    @TempDir
    Path temp;

    private static String metric(String spec) {
        return """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: m}
                spec: {%s, csv: {metric: m}}
                """.formatted(spec);
    }

    static Stream<Arguments> measures() {
        return Stream.of(
                Arguments.of("kind: ratio", Measure.RATIO),
                Arguments.of("kind: rate, unit: user", Measure.of(MetricKind.RATE, MetricUnit.USER)),
                Arguments.of("kind: share-above, above: 0.5", Measure.shareAbove(0.5, MetricUnit.REQUEST)),
                Arguments.of("kind: mean, unit: user, worse: lower", Measure.mean(true, MetricUnit.USER)),
                Arguments.of("kind: quantile, quantile: 0.95", Measure.quantile(0.95, false, MetricUnit.REQUEST)),
                Arguments.of(
                        "kind: burn, objective: 99.9%", Measure.burn(0.999, Duration.ofDays(30), MetricUnit.REQUEST)),
                Arguments.of("kind: threshold, worse: lower", Measure.threshold(true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("measures")
    void every_kind_has_its_keys_and_the_source_gets_only_the_others(String spec, Measure measure) {
        Folder folder = new Folder(temp).write("m.yaml", metric(spec));

        var bound = folder.load().metrics().get("m");

        assertThat(bound.measure()).isEqualTo(measure);
        assertThat(bound.settings()).isEqualTo(Map.of("csv", Map.of("metric", "m")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            kind: share-above                        | a metric of kind share-above needs "above" = write above: 0.5
            kind: quantile                           | a metric of kind quantile needs "quantile" = write quantile: 0.95
            kind: burn                               | a metric of kind burn needs "objective" = write objective: 99.9%
            kind: ratio, above: 1                    | "above" says nothing about a metric of kind ratio = take the key out
            kind: ratio, worse: lower                | "worse" says nothing about a metric of kind ratio
            kind: mean, period: 1d                   | "period" says nothing about a metric of kind mean
            kind: burn, objective: 0.0%              | an objective is between 0 and 100 %
            kind: burn, objective: 99.9%, period: 0s | an objective is between 0 and 100 %, and its period above 0
            """)
    void a_key_that_is_missing_or_belongs_to_another_kind_is_refused(String spec, String problem) {
        assertThat(new Folder(temp).write("m.yaml", metric(spec)).problems())
                .singleElement()
                .asString()
                .contains(problem);
    }
}
