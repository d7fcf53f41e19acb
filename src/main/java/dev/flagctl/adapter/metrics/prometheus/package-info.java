// SPDX-License-Identifier: Apache-2.0
/** The metric source that asks the HTTP API of Prometheus, and of what speaks it. May import model, diag, port and http. */
@NullMarked
package dev.flagctl.adapter.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
