// SPDX-License-Identifier: Apache-2.0
/** Commands, composition root and exit codes. May import every other package. */
@NullMarked
package dev.flagctl.cli;

import org.jspecify.annotations.NullMarked;
