// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the world, runs plans, and keeps the ledger. Begin with {@link dev.flagctl.run.Tick}. May import everything above it but adapters.
 */
@NullMarked
package dev.flagctl.run;

import org.jspecify.annotations.NullMarked;
