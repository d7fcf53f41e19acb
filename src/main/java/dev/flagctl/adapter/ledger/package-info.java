// SPDX-License-Identifier: Apache-2.0
/** What ledgers in SQL databases share: their tables, the leases, the migrations and the check of the chain. May import model, diag and port. */
@NullMarked
package dev.flagctl.adapter.ledger;

import org.jspecify.annotations.NullMarked;
