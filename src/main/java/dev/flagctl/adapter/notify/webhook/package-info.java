// SPDX-License-Identifier: Apache-2.0
/** Notices as signed CloudEvents over HTTP. May import model, diag, port and http. */
@NullMarked
package dev.flagctl.adapter.notify.webhook;

import org.jspecify.annotations.NullMarked;
