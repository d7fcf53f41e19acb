// SPDX-License-Identifier: Apache-2.0
/** Renders diagnostics, plans and events: text, JSON, Markdown, HTML, SARIF. May import model, plan, run, guardrail and diag. */
@NullMarked
package dev.flagctl.report;

import org.jspecify.annotations.NullMarked;
