// SPDX-License-Identifier: Apache-2.0
/** Keeps the pages true. May import nothing of flagctl. */
@NullMarked
package dev.flagctl.docs;

import org.jspecify.annotations.NullMarked;
