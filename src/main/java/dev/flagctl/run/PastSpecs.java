// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.model.Feature;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
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

    /**
     * Returns the newest spec that a feature had under a version in an environment, empty when it never had that version there. One that this
     * flagctl cannot read, for another one wrote it, is passed over: it must not hide the others.
     */
    public Optional<Feature> version(String feature, String environment, String version) {
        EntryFilter query = EntryFilter.of(EntryKind.SPEC).about(feature).in(environment);
        List<Entry> entries = ledger.entries(query);
        for (int i = entries.size() - 1; i >= 0; i--) {
            Optional<Feature> past = readable(entries.get(i));
            if (past.isPresent() && past.get().version().equals(version)) {
                return past;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the canonical text of the newest spec of a feature, whatever its environment, empty when the ledger has none that can be read: what is
     * known of a feature whose manifest is gone.
     */
    public Optional<String> newest(String feature) {
        List<Entry> entries = ledger.entries(EntryFilter.of(EntryKind.SPEC).about(feature));
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (readable(entries.get(i)).isPresent()) {
                return Optional.of(entries.get(i).draft().body());
            }
        }
        return Optional.empty();
    }

    private Optional<Feature> readable(Entry spec) {
        return readable(specs, spec);
    }

    /** Returns the spec of an entry, empty when this flagctl cannot read it, for another one wrote it. */
    static Optional<Feature> readable(Specs specs, Entry spec) {
        try {
            return Optional.of(specs.parse(spec.draft().body()));
        } catch (ManifestException unreadable) {
            return Optional.empty();
        }
    }
}
