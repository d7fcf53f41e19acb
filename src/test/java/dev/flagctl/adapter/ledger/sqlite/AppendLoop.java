// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.sqlite;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.port.Ledger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that appends until it is killed, or until it appended enough, and prints each serial that it was promised. */
final class AppendLoop {

    private AppendLoop() {}

    public static void main(String[] args) {
        Clock clock = Clock.systemUTC();
        String run = args[1];
        long appends = Long.parseLong(args[2]);
        try (Ledger ledger = new SqliteLedger(new SqliteFile(Path.of(args[0]), clock), clock)) {
            Lease.Holder holder = new Lease.Holder(run, "loop", "", "", "", "");
            Lease lease = ledger.acquire(run, holder, Duration.ofMinutes(5));
            for (long i = 0; i < appends; i++) {
                long serial = 0;
                for (var entry : ledger.append(lease, drafts(clock, run, i))) {
                    serial = entry.serial();
                }
                System.out.println(serial);
                System.out.flush();
            }
        }
    }

    private static List<EntryDraft> drafts(Clock clock, String run, long number) {
        FeatureKey key = new FeatureKey("feature-" + number % 7, run);
        String task = run + "-" + number;
        List<EntryDraft> drafts = new ArrayList<>();
        drafts.add(draft(clock, run, EntryKind.TASK_STARTED, key, task, null));
        drafts.add(draft(clock, run, EntryKind.DECISION, key, null, "{\"n\":" + number + "}"));
        drafts.add(draft(clock, run, EntryKind.TASK_DONE, key, task, null));
        return drafts;
    }

    private static EntryDraft draft(
            Clock clock, String run, EntryKind kind, FeatureKey key, String task, String state) {
        return new EntryDraft(
                clock.instant(), run, "loop", kind, key, task, "{\"x\":\"" + "y".repeat(400) + "\"}", state);
    }
}
