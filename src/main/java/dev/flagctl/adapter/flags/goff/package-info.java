// SPDX-License-Identifier: Apache-2.0
/** Flag services that are flag files of GO Feature Flag. May import model, diag, port and what file adapters share. */
@NullMarked
package dev.flagctl.adapter.flags.goff;

import org.jspecify.annotations.NullMarked;
