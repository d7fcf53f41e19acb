// SPDX-License-Identifier: Apache-2.0
/** The code search that reads the files of a working copy. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.code.files;

import org.jspecify.annotations.NullMarked;
