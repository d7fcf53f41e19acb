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

/** A plan says what becomes of the mark by which the flag service shows that a flag is at its end. */
final class EndMarkTextTest {

    private static FeatureBuilder staying() {
        return feature("banner").in("production", new Strategy.AllAtOnce(Bake.NONE));
    }

    private static String text(Scene scene) {
        PlanCover cover =
                new PlanCover("0", Map.of(), Map.of(), null, null, null, null, null, "flagctl apply", List.of());
        return PlanViews.of(Format.TEXT, Looks.PLAIN).render(scene.plan(), cover);
    }

    @Test
    void the_mark_stands_below_the_reason_as_long_as_it_is_to_be_changed() {
        Sunset sunset = sunset(
                Instant.parse("2027-01-15T00:00:00Z"),
                Instant.parse("2027-03-31T00:00:00Z"),
                null,
                Sunset.Require.NOTHING);
        Scene scene = new Scene(staying().sunset(sunset).build()).capable(FakeFlagService.MARKING);
        scene.settle();
        scene.at("2027-01-15T00:00:00Z");

        assertThat(text(scene)).contains("    mark       shown as deprecated by the flag service\n");
        assertThat(text(scene.settle())).doesNotContain("mark ");

        scene.edit(staying().version("1.1.0").build());
        assertThat(text(scene)).contains("    mark       no longer shown as deprecated by the flag service\n");
    }
}
