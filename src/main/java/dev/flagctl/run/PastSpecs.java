// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Feature;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.EntryQuery;
import dev.flagctl.port.Ledger;
import java.util.List;
import java.util.Optional;

/** Finds the specs that features had in earlier versions; the ledger keeps each in full. */
public final class PastSpecs {

    private final Ledger ledger;
    private final Specs specs;

    public PastSpecs(Ledger ledger, Specs specs) {
        this.ledger = ledger;
        this.specs = specs;
    }

    /** Returns the newest spec that a feature had under a version in an environment, empty when it never had that version there. */
    public Optional<Feature> version(String feature, String environment, String version) {
        EntryQuery query = new EntryQuery(feature, environment, EntryKind.SPEC, 0, Integer.MAX_VALUE);
        List<Entry> entries = ledger.entries(query);
        for (int i = entries.size() - 1; i >= 0; i--) {
            Feature past = specs.parse(entries.get(i).draft().body());
            if (past.version().equals(version)) {
                return Optional.of(past);
            }
        }
        return Optional.empty();
    }
}
