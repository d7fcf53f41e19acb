// SPDX-License-Identifier: Apache-2.0
/** The metric source {@code csv}: rows that are already counted. May import model, diag, port and what metric sources share. */
@NullMarked
package dev.flagctl.adapter.metrics.csv;

import org.jspecify.annotations.NullMarked;
