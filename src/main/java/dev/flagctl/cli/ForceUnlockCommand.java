// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.Lease;
import dev.flagctl.report.Format;
import dev.flagctl.report.Page;
import dev.flagctl.run.Unlocking;
import java.time.Instant;
import java.util.List;

/** Takes a lease that ran out from a holder that is silent, so that it writes nothing more if it wakes up. */
final class ForceUnlockCommand implements Command {

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.FORCE_UNLOCK)
                .arguments("TOKEN", "1", "Fencing token of the lease, as flagctl status shows it.")
                .value("TEXT", "Why; kept in the ledger.", "--reason")
                .flag("Do not ask.", "--auto-approve")
                .formats(Format.TEXT)
                .example(
                        "flagctl force-unlock 31 --reason \"the runner was suspended\"",
                        "what that run still wants to write is refused from now on")
                .ends(ExitCode.MANIFEST_INVALID, ExitCode.REFUSED, ExitCode.LOCKED, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        long token = token(arguments.rest().get(0));
        try (Workspace workspace = Workspace.open(session)) {
            Lease lease = find(workspace, token);
            confirm(lease, arguments, session);
            new Unlocking(
                            workspace.project().name(),
                            workspace.ports().ledger(),
                            workspace.identity(),
                            session.surroundings().clock(),
                            workspace.ports().redaction())
                    .unlock(lease, arguments.value("--reason").orElse("no reason given"));
            session.print(new Page(session.outLooks())
                    .add("unlocked " + lease.scope() + ": " + holder(lease) + " writes nothing more")
                    .end()
                    .toString());
            return ExitCode.DONE;
        }
    }

    private static long token(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "TOKEN must be the number of a lease, as flagctl status shows it, but is \"" + word + "\"");
        }
    }

    /** A lease in force is refused before anybody is asked; whether it still ran out is looked at again under the lock of the ledger. */
    private static Lease find(Workspace workspace, long token) {
        Instant now = workspace.ports().host().clock().instant();
        List<Lease> leases = workspace.ports().ledger().leases();
        for (Lease lease : leases) {
            if (lease.token() == token && lease.inForce(now) && !lease.isAhead(now)) {
                throw new LockedException(lease.scope() + " is locked and its holder is alive: " + lease.describe(now)
                        + ". Stop that run; if it died, its lease runs out by itself within a minute");
            }
            if (lease.token() == token) {
                return lease;
            }
        }
        List<String> tokens = leases.stream()
                .map(lease -> lease.token() + " of " + lease.scope())
                .toList();
        throw new RefusedException(
                "no lease has token " + token + (tokens.isEmpty() ? ": nothing is locked" : ""),
                tokens.isEmpty() ? "nothing is to be done" : "there are " + String.join(", ", tokens));
    }

    private static void confirm(Lease lease, Arguments arguments, Session session) {
        if (!arguments.has("--auto-approve")
                && !session.prompt()
                        .confirm("Take the lease of " + lease.scope() + " from " + holder(lease)
                                + "? What it still does to flags is read back by the next run.")) {
            throw new RefusedException("nobody agreed", "the lease is as it was");
        }
    }

    private static String holder(Lease lease) {
        String actor = lease.holder().actor();
        return "run " + lease.holder().run() + (actor.isEmpty() ? "" : " of " + actor);
    }
}
