// SPDX-License-Identifier: Apache-2.0
/** The ledger in a schema of a PostgreSQL database, for many machines. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.ledger.postgres;

import org.jspecify.annotations.NullMarked;
