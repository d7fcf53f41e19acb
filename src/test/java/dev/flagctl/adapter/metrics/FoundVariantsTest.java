// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.MetricSourceContract;
import org.junit.jupiter.api.Test;

final class FoundVariantsTest {

    private static FoundVariants met(String... variants) {
        FoundVariants found = new FoundVariants(
                MetricSourceContract.query(null, "checkout", MetricSourceContract.at(50), MetricSourceContract.at(60)));
        for (String variant : variants) {
            found.met(variant);
        }
        return found;
    }

    @Test
    void an_arm_that_was_met_is_called_as_expected_whoever_else_was_met() {
        assertThat(met("true", "on", "false").otherwise("help")).isEmpty();
        assertThat(met("off").otherwise("help")).isEmpty();
    }

    @Test
    void nothing_says_nothing() {
        assertThat(met().otherwise("help")).isEmpty();
    }

    @Test
    void other_names_are_told_once_each_in_order_and_five_at_most() {
        assertThat(met("true", "false", "true").otherwise("help"))
                .hasValue("found variants false, true; expected on, off; help");
        assertThat(met("").otherwise("help")).hasValue("found variants (none); expected on, off; help");
        assertThat(met("1", "2", "3", "4", "5", "6", "7").otherwise("help"))
                .hasValue("found variants 1, 2, 3, 4, 5, …; expected on, off; help");
    }
}
