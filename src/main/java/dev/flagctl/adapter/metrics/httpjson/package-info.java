// SPDX-License-Identifier: Apache-2.0
/** The metric source {@code http-json}: any address that answers rows in JSON. May import model, diag, port, http and what metric sources share. */
@NullMarked
package dev.flagctl.adapter.metrics.httpjson;

import org.jspecify.annotations.NullMarked;
