// SPDX-License-Identifier: Apache-2.0
/** Reads files of buckets or values for {@code analyze}, without keeping more of them than what is judged. May import model, guardrail. */
@NullMarked
package dev.flagctl.cli.analysis;

import org.jspecify.annotations.NullMarked;
