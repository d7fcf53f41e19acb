// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Feature;

/** Where the full text of a spec comes from, and how it is read again; the composition root connects it to the manifests. */
public interface Specs {

    /** Returns the canonical JSON of the spec that a feature has in its manifest now. */
    String canonical(String feature);

    /** Returns the feature of a canonical JSON that the ledger kept. */
    Feature parse(String canonical);
}
