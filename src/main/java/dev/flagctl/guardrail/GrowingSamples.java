// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Samples;
import java.util.ArrayList;
import java.util.List;

/** The values of an arm as buckets add to them. They are put in order when somebody looks, not with each bucket. */
final class GrowingSamples {

    private final List<Samples> added = new ArrayList<>();
    private Samples all = new Samples();
    private long total;

    void add(Samples more) {
        added.add(more);
        total += more.total();
    }

    void clear() {
        added.clear();
        all = new Samples();
        total = 0;
    }

    /** Returns how many there are. */
    long total() {
        return total;
    }

    /** Returns all values. */
    Samples all() {
        if (!added.isEmpty()) {
            all = all.plus(Samples.of(added));
            added.clear();
        }
        return all;
    }
}
