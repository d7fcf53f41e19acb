// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.adapter.ledger.postgres.PostgresDatabase;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.port.References;
import dev.flagctl.port.Settings;
import dev.flagctl.worker.WorkDatabase;

/** Where the workers of a project meet: in the PostgreSQL of its ledger. */
final class WorkDatabases {

    private WorkDatabases() {}

    /** Tells whether workers can meet in this ledger. */
    static boolean isOne(AdapterSpec ledger) {
        return ledger.type().equals("postgres");
    }

    /** Returns the database; nobody is connected yet. */
    static WorkDatabase of(AdapterSpec ledger, Session session) {
        References references = new References(session.surroundings().environment(), session.root());
        PostgresDatabase database = PostgresDatabase.of(new Settings(ledger, references));
        return new WorkDatabase(database.source(), database.schema(), database::fault);
    }
}
