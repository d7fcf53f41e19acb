// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static dev.flagctl.support.Scene.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Sunset;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who still needs a flag: a count is given only where somebody really counted. */
final class UsageTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
    private static final Instant REMOVE = NOW.minus(Duration.ofDays(1));
    private static final String HEADER = "time,metric,flag,variant,units,bad\n";

    @TempDir
    private Path folder;

    /** Both features have begun; {@code banner} is to go, a week without anybody is asked for. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            nullValues = "nothing",
            value = {
                "users of either arm, 7",
                "users before the window only, 0",
                "never named beside a busy flag, 0",
                "never named and nobody else, nothing",
                "a source that stopped, nothing",
                "a file that is gone, nothing",
                "a file that nobody can read, nothing",
                "a file half of which is garbage, nothing",
                "an environment without telemetry, nothing",
            })
    void evaluations_are_counted_where_the_source_saw_who_came(String source, @Nullable Long counted)
            throws IOException {
        Feature banner = leaving(new Sunset.Require(null, 1L, Duration.ofDays(7)));
        write(source);

        Map<FeatureKey, Long> found = usage(source)
                .evaluations(
                        List.of(banner, feature("other").build()),
                        begun(PositionKind.MOVING, banner, feature("other").build()),
                        NOW);

        assertThat(found.get(key("banner"))).isEqualTo(counted);
        assertThat(found).doesNotContainKey(key("other"));
    }

    @ParameterizedTest
    @EnumSource(PositionKind.class)
    void only_flags_that_are_still_there_are_asked_for(PositionKind stands) throws IOException {
        Feature banner = leaving(new Sunset.Require(0, 1L, Duration.ofDays(7)));
        write("users of either arm");
        Files.writeString(folder.resolve("Shop.java"), "flags.on(\"banner\")\n");
        Map<FeatureKey, Recorded> recorded = begun(stands, banner);

        Map<FeatureKey, Long> evaluations = usage("").evaluations(List.of(banner), recorded, NOW);
        Map<FeatureKey, List<CodeReference>> references = usage("").references(List.of(banner), recorded, NOW);

        boolean there = stands != PositionKind.ARCHIVED;
        assertThat(evaluations.containsKey(key("banner"))).isEqualTo(there);
        assertThat(references.containsKey(key("banner"))).isEqualTo(there);
    }

    @Test
    void nobody_is_asked_before_the_date_or_where_it_has_not_begun_or_where_nothing_is_required() throws IOException {
        Feature banner = leaving(new Sunset.Require(0, 1L, Duration.ofDays(7)));
        Feature easy = leaving(Sunset.Require.NOTHING);
        write("users of either arm");
        Usage usage = usage("");

        assertThat(usage.evaluations(List.of(banner), begun(PositionKind.MOVING, banner), REMOVE.minusSeconds(1)))
                .isEmpty();
        assertThat(usage.references(List.of(banner), begun(PositionKind.MOVING, banner), REMOVE.minusSeconds(1)))
                .isEmpty();
        assertThat(usage.evaluations(List.of(banner), Map.of(), NOW)).isEmpty();
        assertThat(usage.references(List.of(banner), Map.of(), NOW)).isEmpty();
        assertThat(usage.evaluations(List.of(easy), begun(PositionKind.MOVING, easy), NOW))
                .isEmpty();
        assertThat(usage.references(List.of(easy), begun(PositionKind.MOVING, easy), NOW))
                .isEmpty();
    }

    /** Whether a search was made is told apart from a search that found nothing. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "nothing",
            value = {
                "code with a reference, 1",
                "code without one, 0",
                "no code search, nothing",
                "a code search that fails, nothing",
            })
    void code_references_are_told_where_somebody_searched(String code, @Nullable Integer found) throws IOException {
        Feature banner = leaving(new Sunset.Require(0, null, Duration.ZERO));
        boolean referred = code.equals("code with a reference");
        Files.writeString(folder.resolve("Shop.java"), referred ? "flags.on(\"banner\")\n" : "nothing\n");

        Map<FeatureKey, List<CodeReference>> references =
                usage(code).references(List.of(banner), begun(PositionKind.MOVING, banner), NOW);

        if (found == null) {
            assertThat(references).isEmpty();
        } else {
            assertThat(references.get(key("banner"))).hasSize(found);
        }
    }

    private static Feature leaving(Sunset.Require require) {
        return feature("banner")
                .sunset(sunset(REMOVE.minus(Duration.ofDays(60)), REMOVE, null, require))
                .build();
    }

    private static Map<FeatureKey, Recorded> begun(PositionKind kind, Feature... features) {
        Map<FeatureKey, Recorded> recorded = new HashMap<>();
        for (Feature feature : features) {
            Position position =
                    new Position(feature.version(), 0, "", kind, REMOVE, REMOVE, 0, null, "", null, Set.of());
            recorded.put(
                    key(feature.name()), new Recorded(position, feature.flagWith(Exposure.NONE), feature.specDigest()));
        }
        return recorded;
    }

    private void write(String source) throws IOException {
        String now = NOW.minus(Duration.ofMinutes(5)).toString();
        String before = NOW.minus(Duration.ofDays(20)).toString();
        String busy = now + ",exposures,other,on,40,0\n";
        String text = switch (source) {
            case "users before the window only" -> before + ",exposures,banner,on,9,0\n" + busy;
            case "never named beside a busy flag" -> busy;
            case "never named and nobody else" -> now + ",exposures,stranger,on,40,0\n";
            case "a source that stopped" -> before + ",exposures,banner,on,9,0\n";
            case "a file that nobody can read" -> "not a row\n".repeat(9);
            case "a file half of which is garbage" -> busy + "not a row\n";
            default -> now + ",exposures,banner,on,3,0\n" + now + ",exposures,banner,off,4,0\n" + busy;
        };
        if (!source.equals("a file that is gone")) {
            Files.writeString(folder.resolve("production.csv"), HEADER + text);
        }
    }

    private Usage usage(String what) {
        String telemetry = what.equals("an environment without telemetry") ? null : "sheet";
        Map<String, AdapterSpec> adapters = new HashMap<>();
        adapters.put("flags", spec("flags", "flagd", Map.of("path", "flags.json")));
        adapters.put("sheet", spec("sheet", "csv", Map.of("path", "${environment}.csv")));
        if (!what.equals("no code search")) {
            boolean fails = what.equals("a code search that fails");
            adapters.put("code", spec("code", "files", Map.of("paths", List.of(fails ? "nowhere" : "."))));
        }
        Map<String, Environment> environments =
                Map.of("production", new Environment("production", "flags", telemetry, false, List.of(), null));
        Project project = new Project(
                "shop", environments, Map.of(), adapters, spec("ledger", "sqlite", Map.of()), "region", SourceRef.NONE);
        AdapterHost host = new AdapterHost(new TestClock(), folder, Map.of(), line -> {});
        return new Usage(project, new OpenPorts(project, host, UsageTest.class.getClassLoader()));
    }

    private static AdapterSpec spec(String name, String type, Map<String, Object> settings) {
        return new AdapterSpec(name, type, settings, SourceRef.NONE);
    }
}
