// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import dev.flagctl.report.Entries;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.OutputSchemas;
import dev.flagctl.report.Shop;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HistoryViewsTest {

    @Test
    void a_history_says_who_did_what_when_and_why() {
        assertThat(render(Format.TEXT)).isEqualTo("""
                        209  Sun 13:02     dana  approved   checkout-redesign  stage 50% of 1.2.0 for
                                                                               payments-leads: looks good
                        210  Sun 13:03     ci    run began                     plan 9f3c41d2, 1 change
                        212  Sun 13:03     ci    done       checkout-redesign  ADVANCE employees, 1% → employees,
                                                                               10% in eu-west, 1%: baked 34m of
                                                                               30m, 6112 of 5000 exposures, no
                                                                               guardrail fails
                        213  Sun 13:03     ci    failed     checkout-redesign  chat said 503
                        214  Sun 13:03     ci    run ended                     1 done, 1 failed, 0 not tried
                        5 entries · 1 that only began left out
                        """);
    }

    @Test
    void short_lines_have_their_fields_between_tabs() {
        List<String> lines = render(Format.SHORT).lines().toList();

        assertThat(lines).hasSize(6).allMatch(line -> line.split("\t", -1).length == 7);
        assertThat(lines.get(0))
                .isEqualTo("209\t2026-11-22T13:02:00Z\tdana\tAPPROVED\tcheckout-redesign\tproduction\t"
                        + "stage 50% of 1.2.0 for payments-leads: looks good");
    }

    @Test
    void a_spreadsheet_takes_no_field_for_a_formula() {
        EntryDraft draft = new EntryDraft(
                Shop.NOW,
                "7714",
                "=cmd|' /C calc'!A0",
                EntryKind.TASK_FAILED,
                null,
                null,
                "{\"why\":\"a, \\\"b\\\"\"}",
                null);
        List<Entry> entries = List.of(new Entry(1, draft, "p", "h"));

        assertThat(HistoryViews.of(Format.CSV, Looks.PLAIN).text(entries::forEach, Shop.NOW))
                .isEqualTo("serial,time,run,actor,kind,feature,environment,task,why,previousHash,hash\r\n1," + Shop.NOW
                        + ",7714,\"'=cmd|' /C calc'!A0\",TASK_FAILED,,,,\"a, \"\"b\"\"\",p,h\r\n");
    }

    @Test
    void json_keeps_what_was_hashed() {
        Entry entry = Entries.ofOneRound().get(3);

        assertThat(render(Format.JSON)).contains(entry.hash()).contains("\\\"because\\\":\\\"baked 34m");
        assertThat(render(Format.JSONL).lines())
                .hasSize(8)
                .last()
                .asString()
                .contains("\"type\":\"result\"", "\"entries\":6");
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_of_entry_is_as_the_schemas_say(EntryKind kind) throws IOException {
        EntryDraft draft = new EntryDraft(Shop.NOW, "7714", "ci", kind, null, null, "{}", null);
        List<Entry> entries = List.of(new Entry(1, draft, "p", "h"));

        assertThat(OutputSchemas.of("history")
                        .validate(
                                HistoryViews.of(Format.JSON, Looks.PLAIN).text(entries::forEach, Shop.NOW),
                                InputFormat.JSON))
                .isEmpty();
        for (String event : HistoryViews.of(Format.JSONL, Looks.PLAIN)
                .text(entries::forEach, Shop.NOW)
                .lines()
                .toList()) {
            assertThat(OutputSchemas.of("events").validate(event, InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void an_entry_is_explained_with_the_evidence_it_was_decided_on() {
        assertThat(new EntryExplanation(Looks.PLAIN).render(Entries.ofOneRound().get(3), null, null, Shop.NOW))
                .contains(
                        "entry 212 · done · checkout-redesign@production\n",
                        "why         ADVANCE employees, 1% → employees, 10% in eu-west, 1%: baked 34m",
                        "  http-errors           PASS 0.41% vs control 0.39%, evidence 0.1 of 20, 33 buckets\n",
                        "  receipt               etag 7\n");
    }

    @Test
    void a_body_that_nobody_can_read_is_shown_without_facts() {
        EntryDraft draft = new EntryDraft(Shop.NOW, "7714", "ci", EntryKind.TASK_FAILED, null, null, "{broken", null);
        List<Entry> entries = List.of(new Entry(1, draft, "", ""));

        assertThat(HistoryViews.of(Format.TEXT, Looks.PLAIN).text(entries::forEach, Shop.NOW))
                .contains("1  13:02", "failed");
    }

    private static String render(Format format) {
        return HistoryViews.of(format, Looks.PLAIN).text(Entries.ofOneRound()::forEach, Shop.NOW);
    }
}
