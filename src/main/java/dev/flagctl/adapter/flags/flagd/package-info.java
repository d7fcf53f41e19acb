// SPDX-License-Identifier: Apache-2.0
/** The flag service that is a flagd file, JSON or YAML, edited in place. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.flags.flagd;

import org.jspecify.annotations.NullMarked;
