// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.adapter.ledger.sqlite.SqliteProvider;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Loads, beside the command line and the manifests, what a command will surely need after them. */
final class Ahead extends Thread {

    private final boolean ledger;

    private Ahead(boolean ledger) {
        super("flagctl-ahead");
        setDaemon(true);
        this.ledger = ledger;
    }

    /** Begins to load what the command needs; does nothing when it needs nothing or has to share its only processor. */
    static void begin(Subcommand command) {
        if (readsManifests(command) && Runtime.getRuntime().availableProcessors() > 1) {
            new Ahead(needsLedger(command)).start();
        }
    }

    @Override
    public void run() {
        // Its tables take 10 ms to make, and the trees of manifests need them (JDK 25).
        BigDecimal.ZERO.signum();
        if (ledger) {
            SqliteProvider.loadAhead();
            loadDigest();
        }
    }

    private static void loadDigest() {
        try {
            MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException laterAgain) {
            // Every Java has it; whoever needs the digest says so otherwise.
            return;
        }
    }

    private static boolean readsManifests(Subcommand command) {
        return command == Subcommand.VALIDATE || needsLedger(command);
    }

    private static boolean needsLedger(Subcommand command) {
        return switch (command.group()) {
            case ROLLING, PEOPLE -> true;
            case LOOKING -> command != Subcommand.EXPLAIN;
            case MANIFESTS, TOOLS, HIDDEN -> false;
        };
    }
}
