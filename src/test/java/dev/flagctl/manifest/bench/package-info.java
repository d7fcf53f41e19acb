// SPDX-License-Identifier: Apache-2.0
/** Measures the reading of manifests; not run as a test. May import everything. */
@NullMarked
package dev.flagctl.manifest.bench;

import org.jspecify.annotations.NullMarked;
