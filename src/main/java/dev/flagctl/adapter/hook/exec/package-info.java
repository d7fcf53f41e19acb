// SPDX-License-Identifier: Apache-2.0
/** Hooks that run a command of the machine. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.hook.exec;

import org.jspecify.annotations.NullMarked;
