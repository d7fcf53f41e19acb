// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.CodeReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds where code names flags. */
public interface CodeSearch extends AutoCloseable {

    /**
     * Finds all references of the given flag keys in one pass.
     *
     * @return one entry per key, ordered by file and line; an empty list means that everything was searched and nothing was found
     * @throws AdapterException when anything could not be searched, so that "no references" is never a guess
     */
    Map<String, List<CodeReference>> references(Collection<String> flagKeys);

    @Override
    void close();
}
