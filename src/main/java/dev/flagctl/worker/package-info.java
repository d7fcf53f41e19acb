// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at features again and again, on many machines: a distributed scheduler says when, ticks say what. Begin with {@link dev.flagctl.worker.Worker}.
 * May import model, diag, port, plan and run.
 */
@NullMarked
package dev.flagctl.worker;

import org.jspecify.annotations.NullMarked;
