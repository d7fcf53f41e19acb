// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.Shop;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DriftViewsTest {

    private static final Observation WORLD = Shop.busy().world();
    private static final Plan PLAN = Shop.busy().plan(List.of("production"));
    private static final DriftCover COVER = new DriftCover(2, List.of(), " -e production");

    @Test
    void text_says_what_moved_by_whom_and_the_ways_out_and_nothing_of_what_is_due() {
        assertThat(text(PLAN, COVER)).isEqualTo("""
                        ▲ invoice-pdf   10% → 30%   CORRECT    no name, Mon 23 Nov 02:11 UTC, event 88377
                            turned up: 24,400 users/day more than recorded; apply takes it back
                        ▼ tax-engine    40% → 25%   PAUSE      carol, Sun 22 Nov 17:40 UTC, event 88213
                            turned down: it stays down until a person says otherwise
                        2 drifted · 35 as recorded · nothing was changed                                     exit 2
                          put back   flagctl apply -e production  takes back what was turned up
                          put back   flagctl apply -e production, then flagctl resume tax-engine -e production
                        """);
    }

    @Test
    void no_drift_is_one_line() {
        Shop quiet = new Shop().advancing().resting(3);

        String text = DriftViews.render(
                Format.TEXT,
                Looks.PLAIN,
                quiet.plan(List.of("production")),
                quiet.world(),
                new DriftCover(0, List.of("12 features by --owner"), ""));

        assertThat(text)
                .isEqualTo("no drift · 4 as recorded · 12 features by --owner left out · nothing was changed\n");
    }

    @Test
    void the_manual_shows_the_same_text() throws IOException {
        assertThat(java.nio.file.Files.readString(java.nio.file.Path.of("docs/drift.md")))
                .contains("$ flagctl plan -e production --drift-only --detailed-exitcode\n" + text(PLAN, COVER));
    }

    @Test
    void json_is_one_document_that_the_schema_describes() throws IOException {
        String json = DriftViews.render(Format.JSON, Looks.PLAIN, PLAN, WORLD, COVER);

        assertThat(OutputSchemas.of("drift").validate(json, InputFormat.JSON)).isEmpty();
        assertThat(OutputSchemas.of("drift").validate(json.replace("\"less\"", "\"down\""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(json)
                .contains("\"direction\" : \"more\"", "\"by\" : \"carol\"", "\"reference\" : \"88213\"")
                .contains("\"drifted\" : 2", "\"asRecorded\" : 35", "\"exitCode\" : 2");
    }

    @Test
    void drift_schema_describes_a_change_with_the_words_of_the_plan() throws IOException {
        String plan = OutputSchemas.text("plan");
        String drift = OutputSchemas.text("drift");

        assertThat(drift.substring(drift.indexOf("\"definitions\"")))
                .isEqualTo(plan.substring(plan.indexOf("\"definitions\"")));
    }

    private static String text(Plan plan, DriftCover cover) {
        return DriftViews.render(Format.TEXT, Looks.PLAIN, plan, WORLD, cover);
    }
}
