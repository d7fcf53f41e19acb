// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.NotifierContract;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConsoleNotifierTest implements NotifierContract {

    private final List<String> lines = new ArrayList<>();

    @Override
    public Notifier open() {
        AdapterHost host = new AdapterHost(new TestClock(), Path.of("."), Map.of(), lines::add);
        AdapterSpec spec = new AdapterSpec("screen", "console", Map.of(), SourceRef.NONE);
        return new ConsoleProvider().open(new Settings(spec, Map.of()), host);
    }

    /** A delivery is a line that is not indented and the indented ones below it. */
    @Override
    public List<String> deliveries() {
        List<String> deliveries = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(" ")) {
                int last = deliveries.size() - 1;
                deliveries.set(last, deliveries.get(last) + "\n" + line);
            } else {
                deliveries.add(line);
            }
        }
        return deliveries;
    }

    @Test
    void a_notice_reads_like_this() {
        open().deliver(NotifierContract.notice("k1", "http-errors is 1.81% against 0.36%"));

        assertThat(String.join("\n", lines)).isEqualTo("""
                        2026-11-24 13:19:42 UTC  checkout-redesign@production 1.2.0  rolled back: http-errors is 1.81% against 0.36%  (team-payments)
                            exposed   ~1,100 users for 17 min
                            evidence  entry 231""");
    }
}
