// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.util.List;
import java.util.Map;

/** Evaluates flags as a client would, to see whether a write has reached clients. */
public interface FlagEvaluator extends AutoCloseable {

    /**
     * Evaluates a flag for each evaluation context.
     *
     * @param contexts evaluation contexts; each has a {@code targetingKey}
     * @return one evaluation per context, in order
     * @throws dev.flagctl.diag.AdapterException when it cannot be asked, or does not know the flag
     */
    List<Evaluation> evaluate(FlagScope scope, String flagKey, List<Map<String, Object>> contexts);

    @Override
    void close();
}
