// SPDX-License-Identifier: Apache-2.0
/** What metric sources that read files share: where the files are, how old they may be, and the counting into closed buckets. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.metrics;

import org.jspecify.annotations.NullMarked;
