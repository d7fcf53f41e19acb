// SPDX-License-Identifier: Apache-2.0
/** Turns the flags that a flag service has into manifests. May import model and port. */
@NullMarked
package dev.flagctl.cli.importing;

import org.jspecify.annotations.NullMarked;
