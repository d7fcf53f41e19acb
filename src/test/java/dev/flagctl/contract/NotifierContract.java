// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Notice;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.port.Notifier;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every notifier does. */
public interface NotifierContract {

    /** Opens the notifier before a receiver that takes everything. */
    Notifier open();

    /** Returns what the receiver got since {@link #open}: the text of each delivery, in order. */
    List<String> deliveries();

    static Notice notice(String key, String summary) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("exposed", "~1,100 users for 17 min");
        facts.put("evidence", "entry 231");
        return new Notice(
                key,
                NoticeKind.ROLLED_BACK,
                Instant.parse("2026-11-24T13:19:42Z"),
                new FeatureKey("checkout-redesign", "production"),
                "1.2.0",
                "team-payments",
                summary,
                facts);
    }

    @Test
    default void a_notice_says_what_where_whose_and_with_which_numbers() {
        try (Notifier notifier = open()) {
            notifier.deliver(notice("k1", "http-errors is 1.81% against 0.36%"));

            assertThat(deliveries()).hasSize(1);
            assertThat(deliveries().get(0))
                    .contains("checkout-redesign", "production", "1.2.0", "team-payments")
                    .contains("http-errors is 1.81% against 0.36%")
                    .contains("exposed", "~1,100 users for 17 min", "evidence", "entry 231")
                    .containsPattern("(?i)rolled.back");
        }
    }

    @Test
    default void a_notice_delivered_again_is_the_same_delivery() {
        try (Notifier notifier = open()) {
            notifier.deliver(notice("k1", "one"));
            notifier.deliver(notice("k1", "one"));

            assertThat(deliveries()).hasSize(2);
            assertThat(deliveries().get(1)).isEqualTo(deliveries().get(0));
        }
    }

    @Test
    default void notices_arrive_in_order() {
        try (Notifier notifier = open()) {
            notifier.deliver(notice("k1", "one"));
            notifier.deliver(notice("k2", "two"));

            assertThat(deliveries()).hasSize(2);
            assertThat(deliveries().get(0)).contains("one");
            assertThat(deliveries().get(1)).contains("two");
        }
    }

    @Test
    default void text_from_outside_cannot_steer_the_receiver() {
        try (Notifier notifier = open()) {
            notifier.deliver(notice("k1", "läuft \u001b[31mred\n::error::forged \"quoted\""));

            assertThat(deliveries().get(0))
                    .contains("läuft", "quoted")
                    .doesNotContain("\u001b")
                    .doesNotContain("\n::error::");
        }
    }

    @Test
    default void closing_twice_does_no_harm() {
        Notifier notifier = open();

        notifier.close();
        notifier.close();
    }
}
