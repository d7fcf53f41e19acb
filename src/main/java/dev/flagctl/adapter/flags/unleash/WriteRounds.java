// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.Sleeper;
import dev.flagctl.port.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Carries out writes in rounds: reads all their flags in one call, then does the next step of each, less exposure before more, until all are as
 * wanted or have failed.
 *
 * <p>So a new flag takes three calls of its own: it is made, gets its strategies, and only when these were read back is it switched on. A change of share
 * takes one. All flags of a round that lack flagctl's tag get it with one call together, once they were read back: never before exposure went down.
 */
final class WriteRounds {

    /** As many as one export reads in a moment: what the plan saw is looked at again right before it is changed. */
    private static final int AT_ONCE = 500;

    private final Exports exports;
    private final AdminApi api;
    private final Workers workers;
    private final Sleeper sleeper;
    private final FlagScope scope;

    WriteRounds(Exports exports, AdminApi api, Workers workers, Sleeper sleeper, FlagScope scope) {
        this.exports = exports;
        this.api = api;
        this.workers = workers;
        this.sleeper = sleeper;
        this.scope = scope;
    }

    List<WriteOutcome> carryOut(List<FlagWrite> writes) {
        String environment = exports.nameOf(scope);
        AudienceRules rules = new AudienceRules(scope);
        List<PendingWrite> all = new ArrayList<>(writes.size());
        writes.forEach(write -> all.add(new PendingWrite(write, api, environment, rules)));
        List<PendingWrite> ordered = new ArrayList<>(all.size());
        all.stream().filter(PendingWrite::isLess).forEach(ordered::add);
        all.stream().filter(each -> !each.isLess()).forEach(ordered::add);
        for (int from = 0; from < ordered.size(); from += AT_ONCE) {
            finish(ordered.subList(from, Math.min(ordered.size(), from + AT_ONCE)));
        }
        for (boolean stale : new boolean[] {true, false}) {
            mark(all.stream().filter(each -> each.isToMark(stale)).toList(), stale);
        }
        return all.stream().map(PendingWrite::outcome).toList();
    }

    private void finish(List<PendingWrite> some) {
        List<PendingWrite> open = new ArrayList<>(some);
        for (int round = 1; ; round++) {
            look(open);
            tag(open.stream().filter(PendingWrite::isToTag).toList());
            open.removeIf(each -> !each.isOpen());
            if (open.isEmpty()) {
                return;
            }
            workers.each(open.stream().filter(PendingWrite::isLess).toList(), PendingWrite::step);
            workers.each(open.stream().filter(each -> !each.isLess()).toList(), PendingWrite::step);
            open.removeIf(each -> !each.isOpen());
            if (open.stream().anyMatch(PendingWrite::stumbled)) {
                pause(Duration.ofSeconds(round));
            }
        }
    }

    private void look(List<PendingWrite> open) {
        if (open.isEmpty()) {
            return;
        }
        try {
            List<String> keys = open.stream().map(PendingWrite::key).toList();
            Map<String, UnleashFlag> flags = exports.read("read the flags that are written", scope, keys);
            open.forEach(each -> each.look(flags.get(each.key())));
        } catch (AdapterException e) {
            open.forEach(each -> each.lost(e));
        }
    }

    private void tag(List<PendingWrite> untagged) {
        if (untagged.isEmpty()) {
            return;
        }
        String complaint = "";
        try {
            api.tag(untagged.stream().map(PendingWrite::key).toList());
        } catch (AdapterException e) {
            complaint = "written, but not tagged: " + e.sentence();
        }
        for (PendingWrite each : untagged) {
            each.tagged(complaint);
        }
    }

    /** Marks come last, when everybody is served as wanted. */
    private void mark(List<PendingWrite> some, boolean stale) {
        if (some.isEmpty()) {
            return;
        }
        List<String> keys = some.stream().map(PendingWrite::key).toList();
        Map<String, UnleashFlag> flags = Map.of();
        AdapterException fault = null;
        try {
            api.markStale(keys, stale);
        } catch (AdapterException e) {
            fault = e;
        }
        try {
            flags = exports.read("read back the flags that were marked", scope, keys);
        } catch (AdapterException e) {
            fault = fault == null ? e : fault;
        }
        for (PendingWrite each : some) {
            each.marked(flags.get(each.key()), fault);
        }
    }

    private void pause(Duration length) {
        try {
            sleeper.sleep(length);
        } catch (InterruptedException e) {
            // The next call sees it, and says for each flag how far it got.
            Thread.currentThread().interrupt();
        }
    }
}
