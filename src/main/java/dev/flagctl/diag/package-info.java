// SPDX-License-Identifier: Apache-2.0
/** What goes wrong and how it is said: diagnostics of manifests and the kinds of error. May import nothing of flagctl. */
@NullMarked
package dev.flagctl.diag;

import org.jspecify.annotations.NullMarked;
