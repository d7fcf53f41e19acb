// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.sunset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.support.FakeFlagService;
import dev.flagctl.support.FeatureBuilder;
import dev.flagctl.support.Scene;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan says what becomes of the mark by which the flag service shows that a flag is at its end. */
final class EndMarkTextTest {

    private static FeatureBuilder staying() {
        return feature("banner").in("production", new Strategy.AllAtOnce(Bake.NONE));
    }

    private static Scene ending() {
        Sunset sunset = sunset(
                Instant.parse("2027-01-15T00:00:00Z"),
                Instant.parse("2027-03-31T00:00:00Z"),
                null,
                Sunset.Require.NOTHING);
        Scene scene = new Scene(staying().sunset(sunset).build()).capable(FakeFlagService.MARKING);
        scene.settle();
        return scene.at("2027-01-15T00:00:00Z");
    }

    private static String text(Scene scene) {
        return render(scene, Format.TEXT);
    }

    private static String render(Scene scene, Format format) {
        PlanCover cover =
                new PlanCover("0", Map.of(), Map.of(), null, null, null, null, null, "flagctl apply", List.of());
        return PlanViews.of(format, Looks.PLAIN).render(scene.plan(), cover);
    }

    @Test
    void the_mark_stands_below_the_reason_as_long_as_it_is_to_be_changed() {
        Scene scene = ending();

        assertThat(text(scene)).contains("    mark       shown as deprecated by the flag service\n");
        assertThat(text(scene.settle())).doesNotContain("mark ");

        scene.edit(staying().version("1.1.0").build());
        assertThat(text(scene)).contains("    mark       no longer shown as deprecated by the flag service\n");
    }

    @ParameterizedTest
    @CsvSource({
        "MARKDOWN, ; shown as deprecated by the flag service |",
        "HTML, <dt>Mark</dt><dd>shown as deprecated by the flag service</dd>",
        "JSON, \"mark\" : \"SET\""
    })
    void every_view_of_a_plan_has_it(Format format, String words) {
        Scene scene = ending();

        assertThat(render(scene, format)).contains(words);
        assertThat(render(scene.settle(), format)).doesNotContain(words);
    }

    @Test
    void a_plan_without_a_population_says_how_to_state_one() {
        Scene scene = new Scene(staying().build());
        String words = "known as shares; state population.users of production in the Project to see how many people";

        assertThat(text(scene).replaceAll("\\s+", " ")).contains("Impact " + words);
        assertThat(render(scene, Format.MARKDOWN)).contains("**Impact:** " + words);
        assertThat(text(scene.settle())).as("nobody is reached by nothing").doesNotContain("Impact ");
    }
}
