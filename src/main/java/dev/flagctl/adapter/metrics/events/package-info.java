// SPDX-License-Identifier: Apache-2.0
/** The metric source {@code events}: JSON lines of exposures and outcomes. May import model, diag, port and what metric sources share. */
@NullMarked
package dev.flagctl.adapter.metrics.events;

import org.jspecify.annotations.NullMarked;
