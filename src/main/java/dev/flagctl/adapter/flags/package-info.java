// SPDX-License-Identifier: Apache-2.0
/** What flag services that are files have in common: reading with places, editing in place, replacing as a whole. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.flags;

import org.jspecify.annotations.NullMarked;
