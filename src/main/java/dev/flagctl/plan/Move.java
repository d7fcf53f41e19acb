// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what it makes of the record.
 *
 * @param decision what and why
 * @param after what is recorded afterwards, its flag being what shall be served; null when nothing is recorded yet and nothing shall be
 * @param archives whether the flag goes away
 */
record Move(Decision decision, @Nullable Recorded after, boolean archives) {

    static Move of(Decision decision, @Nullable Recorded after) {
        return new Move(decision, after, false);
    }
}
