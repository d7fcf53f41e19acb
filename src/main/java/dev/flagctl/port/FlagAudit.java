// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.OutsideChange;
import java.util.Collection;
import java.util.Map;

/** A flag service that remembers who changed what. It is asked only for flags that were changed outside flagctl. */
public interface FlagAudit {

    /**
     * Finds out who changed flags last.
     *
     * @return one entry per flag of which something is known; flagctl's own changes count as well
     */
    Map<String, OutsideChange> lastChanges(FlagScope scope, Collection<String> keys);
}
