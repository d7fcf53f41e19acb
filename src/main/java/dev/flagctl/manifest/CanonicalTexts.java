// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

/** Gives the canonical text of each feature that was loaded. */
@FunctionalInterface
public interface CanonicalTexts {

    /**
     * Returns the canonical JSON of a feature's manifest: sorted keys, no blanks, templates written out.
     *
     * @throws IllegalArgumentException when no such feature was loaded
     */
    String of(String feature);
}
