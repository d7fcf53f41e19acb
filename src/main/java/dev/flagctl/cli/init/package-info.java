// SPDX-License-Identifier: Apache-2.0
/** The first manifests of a new project. May import nothing of flagctl. */
@NullMarked
package dev.flagctl.cli.init;

import org.jspecify.annotations.NullMarked;
