// SPDX-License-Identifier: Apache-2.0
/** Flag services that are features files of Flipt v2. May import model, diag, port and what file adapters share. */
@NullMarked
package dev.flagctl.adapter.flags.flipt;

import org.jspecify.annotations.NullMarked;
