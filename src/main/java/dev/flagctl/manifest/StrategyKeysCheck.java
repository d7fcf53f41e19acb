// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Suggestion;
import java.util.List;

/** Checks that a rollout has the keys that its strategy needs, and no others. */
final class StrategyKeysCheck {

    private final Site site;
    private final String pointer;
    private final StrategyKeys keys;

    /**
     * Prepares the check.
     *
     * @param pointer where the rollout is
     */
    StrategyKeysCheck(Site site, String pointer, StrategyKeys keys) {
        this.site = site;
        this.pointer = pointer;
        this.keys = keys;
    }

    /** Says which keys are too many and which are missing; tells whether there is neither. */
    boolean fits() {
        boolean fit = true;
        List<String> known = StrategyKeys.known(keys.kind());
        String kind = Words.of(keys.kind());
        for (String key : keys.written()) {
            if (!known.contains(key)) {
                String nearest = Suggestion.nearest(key, known);
                site.keyError(
                        DiagnosticCode.STRATEGY_KEYS,
                        keys.isOwn(key) ? Pointer.join(pointer, key) : Pointer.join(pointer, "strategy"),
                        "strategy \"" + kind + "\" has no \"" + key + "\"",
                        nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                        "its keys are: " + String.join(", ", known));
                fit = false;
            }
        }
        for (String key : keys.required()) {
            if (keys.get(key) == null) {
                site.keyError(
                        DiagnosticCode.MISSING_KEY,
                        pointer,
                        "strategy \"" + kind + "\" has no \"" + key + "\"",
                        "\"" + key + "\" is missing here",
                        "add \"" + key + ": …\"");
                fit = false;
            }
        }
        return fit;
    }
}
