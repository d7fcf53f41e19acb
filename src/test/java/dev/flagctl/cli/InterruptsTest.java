// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InterruptsTest {

    private final List<String> calls = new ArrayList<>();
    private final Interrupts interrupts =
            new Interrupts(() -> calls.add("stop"), exitCode -> calls.add("now " + exitCode.code()));

    @Test
    void the_first_signal_asks_for_a_clean_stop() {
        interrupts.signal(ExitCode.TERMINATED);

        assertThat(calls).containsExactly("stop");
        assertThat(interrupts.isWished()).isTrue();
        assertThat(interrupts.exitCode()).contains(ExitCode.TERMINATED);
    }

    @Test
    void the_second_signal_stops_at_once() {
        interrupts.signal(ExitCode.INTERRUPTED);
        interrupts.signal(ExitCode.INTERRUPTED);

        assertThat(calls).containsExactly("stop", "now 130");
    }

    @Test
    void nothing_is_wished_before_a_signal() {
        assertThat(interrupts.isWished()).isFalse();
        assertThat(interrupts.exitCode()).isEmpty();
    }
}
