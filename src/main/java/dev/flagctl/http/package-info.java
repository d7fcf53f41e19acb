// SPDX-License-Identifier: Apache-2.0
/** The one HTTP client: deadlines, repeats, redaction and what a failure means. May import diag. */
@NullMarked
package dev.flagctl.http;

import org.jspecify.annotations.NullMarked;
