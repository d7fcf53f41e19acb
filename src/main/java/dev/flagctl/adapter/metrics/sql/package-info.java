// SPDX-License-Identifier: Apache-2.0
/** The metric source {@code sql}: queries of one's own over JDBC. May import model, diag, port and what metric sources share. */
@NullMarked
package dev.flagctl.adapter.metrics.sql;

import org.jspecify.annotations.NullMarked;
