// SPDX-License-Identifier: Apache-2.0
/** The ports: what flagctl asks of flag services, flag evaluators, metric sources, notifiers, hooks, ledgers and code search. May import model and diag. */
@NullMarked
package dev.flagctl.port;

import org.jspecify.annotations.NullMarked;
