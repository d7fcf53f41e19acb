// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Hook;
import dev.flagctl.port.HookCall;
import dev.flagctl.port.HookResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every hook does. */
public interface HookContract {

    /** Opens a hook that says something and passes or not. */
    Hook that(boolean passes, String says);

    /** Opens a hook that takes longer than any deadline of these tests. */
    Hook thatNeverEnds();

    static HookCall call(Duration deadline) {
        return new HookCall(
                "key-1", "smoke-test", new FeatureKey("checkout", "production"), "1.2.0", "stage-3", deadline);
    }

    @Test
    default void a_clear_yes_passes() {
        try (Hook hook = that(true, "all 12 checks passed")) {
            HookResult result = hook.run(call(Duration.ofMinutes(1)));

            assertThat(result.passed()).isTrue();
            assertThat(result.output()).contains("all 12 checks passed");
        }
    }

    @Test
    default void anything_else_does_not_pass_and_says_why() {
        try (Hook hook = that(false, "2 of 12 checks failed")) {
            HookResult result = hook.run(call(Duration.ofMinutes(1)));

            assertThat(result.passed()).isFalse();
            assertThat(result.output()).contains("2 of 12 checks failed");
        }
    }

    @Test
    default void a_late_hook_does_not_pass() {
        try (Hook hook = thatNeverEnds()) {
            HookResult result = hook.run(call(Duration.ofMillis(200)));

            assertThat(result.passed()).isFalse();
            assertThat(result.output()).contains("longer than 200 ms");
        }
    }

    @Test
    default void of_a_long_output_the_end_is_kept() {
        try (Hook hook = that(false, "start " + "x".repeat(100_000) + " end")) {
            HookResult result = hook.run(call(Duration.ofMinutes(1)));

            assertThat(result.output())
                    .hasSizeLessThanOrEqualTo(4_000)
                    .contains(" end")
                    .doesNotContain("start");
        }
    }
}
