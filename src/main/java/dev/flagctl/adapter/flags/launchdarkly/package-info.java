// SPDX-License-Identifier: Apache-2.0
/** Flags of LaunchDarkly through its REST API. May import model, diag, port and http. */
@NullMarked
package dev.flagctl.adapter.flags.launchdarkly;

import org.jspecify.annotations.NullMarked;
