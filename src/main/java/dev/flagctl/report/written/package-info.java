// SPDX-License-Identifier: Apache-2.0
/** Shows which manifests a command wrote. May import report. */
@NullMarked
package dev.flagctl.report.written;

import org.jspecify.annotations.NullMarked;
