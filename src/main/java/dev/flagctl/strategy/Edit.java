// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Feature;
import java.util.List;

/**
 * What one version of a feature changes against another.
 *
 * @param level how large the largest change is
 * @param changes each change in words, such as {@code 1 guardrail added}, the largest first
 */
public record Edit(ChangeLevel level, List<String> changes) {

    public Edit {
        changes = List.copyOf(changes);
    }

    /**
     * Compares two versions of one feature by what they mean: where they are written, the order of keys, and the short form that led to
     * the same stages make no difference.
     *
     * <p>Variants, treatment, control, unit, salt and flag key are major; rollout, guardrails, risk, failure, drift, ownership, notices
     * and sunset are minor; description, owner, labels and type are words about the feature, a patch.
     */
    public static Edit between(Feature older, Feature newer) {
        return new EditWords(older, newer).compare();
    }
}
