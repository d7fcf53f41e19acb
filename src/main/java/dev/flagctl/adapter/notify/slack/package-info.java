// SPDX-License-Identifier: Apache-2.0
/** Tells people in a Slack channel. May import model, diag, port and http. */
@NullMarked
package dev.flagctl.adapter.notify.slack;

import org.jspecify.annotations.NullMarked;
