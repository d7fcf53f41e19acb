// SPDX-License-Identifier: Apache-2.0
/** Evaluations over the OpenFeature Remote Evaluation Protocol. May import model, diag, port and http. */
@NullMarked
package dev.flagctl.adapter.evaluator.ofrep;

import org.jspecify.annotations.NullMarked;
