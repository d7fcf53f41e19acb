// SPDX-License-Identifier: Apache-2.0
/** Notices on the console of the run. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.notify.console;

import org.jspecify.annotations.NullMarked;
