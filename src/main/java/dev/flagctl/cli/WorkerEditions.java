// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.worker.Edition;
import dev.flagctl.worker.Editions;

/** Reads the manifests of a session again and again, for a worker. */
final class WorkerEditions implements Editions {

    private final Session session;
    private final AdapterSpec ledger;

    /** @param ledger where the workers meet; it stays */
    WorkerEditions(Session session, AdapterSpec ledger) {
        this.session = session;
        this.ledger = ledger;
    }

    static Edition of(Workspace workspace) {
        return new Edition(
                workspace.project(),
                workspace.manifests().features(),
                workspace.manifests().metrics(),
                new ManifestSpecs(workspace.manifests()),
                workspace::morePorts);
    }

    @Override
    public String stamp() {
        return session.loader().stamp(Workspace.paths(session));
    }

    @Override
    public Edition load() {
        try (Workspace workspace = Workspace.open(session)) {
            AdapterSpec now = workspace.project().ledger();
            if (!now.type().equals(ledger.type()) || !now.settings().equals(ledger.settings())) {
                throw new RefusedException(
                        "they name another ledger", "stop all workers, and start them when the ledger was moved");
            }
            return of(workspace);
        }
    }
}
