// SPDX-License-Identifier: Apache-2.0
/** Flags as flagd writes them, wherever they stand: what its adapters have in common. May import model, diag, port and what flag files share. */
@NullMarked
package dev.flagctl.adapter.flagdformat;

import org.jspecify.annotations.NullMarked;
