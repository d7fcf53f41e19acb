// SPDX-License-Identifier: Apache-2.0
/** Flags in Unleash, over its admin API. May import model, diag, port and http. */
@NullMarked
package dev.flagctl.adapter.flags.unleash;

import org.jspecify.annotations.NullMarked;
