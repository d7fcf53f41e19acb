// SPDX-License-Identifier: Apache-2.0
/** Judges guardrails: closed buckets in, verdict and evidence out; pure, always valid, replayable bit for bit. May import model. */
@NullMarked
package dev.flagctl.guardrail;

import org.jspecify.annotations.NullMarked;
