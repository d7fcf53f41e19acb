// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.CodeReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A flag service that is told where code names its flags: evidence before a flag is archived, beside a {@link CodeSearch}. */
public interface FlagReferences {

    /**
     * Returns what the flag service knows of the places in code that name flags.
     *
     * @return one entry per flag that was looked for, an empty list when it was not found; a flag is missing when nobody looked, never empty by guess
     * @throws AdapterException when the flag service could not be asked
     */
    Map<String, List<CodeReference>> codeReferences(Collection<String> keys);
}
