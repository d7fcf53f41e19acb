// SPDX-License-Identifier: Apache-2.0
/** The JSON of plans and of what the ledger keeps: canonical, so that equal things have equal digests. May import model, guardrail, plan. */
@NullMarked
package dev.flagctl.plan.codec;

import org.jspecify.annotations.NullMarked;
