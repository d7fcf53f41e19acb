// SPDX-License-Identifier: Apache-2.0
/** The ledger in one SQLite file. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
