// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import java.util.Map;

/**
 * The seam between flagctl's class loader and the one of the engine: only JDK types and
 * {@link FlagdEvaluation} cross it. Public because the two sides count as different packages at run time.
 */
public interface FlagdEvaluator extends AutoCloseable {

    /** As {@link FlagdEngine#evaluate}. Safe for concurrent use. */
    FlagdEvaluation evaluate(String flagKey, Map<String, ?> context, Object codeDefault);

    @Override
    void close();
}
