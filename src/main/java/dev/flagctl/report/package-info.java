// SPDX-License-Identifier: Apache-2.0
/**
 * What every view is made of: looks, pages, times, numbers and JSON; the views themselves are in the packages below, and nothing else renders.
 * May import model, diag, guardrail, plan, run and the entries of port.
 */
@NullMarked
package dev.flagctl.report;

import org.jspecify.annotations.NullMarked;
