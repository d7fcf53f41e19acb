// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.report.Format;
import dev.flagctl.report.run.RunView;
import dev.flagctl.report.run.RunViews;
import dev.flagctl.worker.WorkDatabase;
import dev.flagctl.worker.Worker;
import dev.flagctl.worker.WorkerSettings;
import dev.flagctl.worker.WorkerTerms;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Ticks for all features of a project until a signal stops it, beside other workers on the same PostgreSQL. */
final class WorkerCommand implements Command {

    private static final String LISTEN = "127.0.0.1:9464";
    private static final Duration SHORTEST_DEATH = Duration.ofSeconds(3);

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.WORKER)
                .value(
                        "HOST:PORT",
                        "Where to answer /metrics, /healthz and /readyz; port 0 for any that is free. Without it: "
                                + LISTEN + ".",
                        "--listen")
                .value(
                        "DURATION",
                        "Look again after this long at features for which nothing is due by itself. Without it: 5m.",
                        "--every")
                .value(
                        "DURATION",
                        "Take a worker for dead this long after its last sign of life; the same for all workers."
                                + " Without it: 60s.",
                        "--dead-after")
                .formats(Format.TEXT, Format.JSONL)
                .example("flagctl worker", "on as many machines as wished, with the same manifests")
                .example("flagctl worker --listen=0.0.0.0:9464", "in a container, for probes and Prometheus")
                .ends(
                        ExitCode.MANIFEST_INVALID,
                        ExitCode.REFUSED,
                        ExitCode.UNREACHABLE,
                        ExitCode.INTERRUPTED,
                        ExitCode.TERMINATED);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        InetSocketAddress address = address(arguments.value("--listen").orElse(LISTEN));
        WorkerSettings settings = settings(arguments);
        try (Workspace workspace = Workspace.open(session)) {
            Worker worker = new Worker(
                    terms(workspace, session),
                    new WorkerEditions(session, workspace.project().ledger()),
                    WorkerEditions.of(workspace),
                    settings,
                    database(workspace, session));
            Interrupts interrupts =
                    new Interrupts(worker::stop, session.surroundings().stopNow()).listen();
            Signals.on("HUP", worker::reload);
            try {
                worker.run(address);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return interrupts.exitCode().orElse(ExitCode.INTERRUPTED);
        }
    }

    private static WorkerTerms terms(Workspace workspace, Session session) {
        return new WorkerTerms(
                workspace.identity(),
                session.surroundings().clock(),
                () -> view(session),
                line -> session.say(line + "\n"));
    }

    /** A view remembers what it has shown, so each batch has one of its own; the lines of several stand between each other. */
    private static RunView view(Session session) {
        return session.format() == Format.JSONL
                ? RunViews.jsonLines(session::show)
                : RunViews.plain(session.outLooks(), session::show);
    }

    private static WorkDatabase database(Workspace workspace, Session session) {
        AdapterSpec ledger = workspace.project().ledger();
        if (!WorkDatabases.isOne(ledger)) {
            throw new RefusedException(
                    "workers meet in a ledger in PostgreSQL, and the ledger of this project is of type "
                            + ledger.type(),
                    "copy it with flagctl ledger copy and name it in spec.ledger; on one machine flagctl apply on a"
                            + " schedule, or apply --wait, does the same without a server");
        }
        return WorkDatabases.of(ledger, session);
    }

    private static WorkerSettings settings(Arguments arguments) {
        WorkerSettings settings = WorkerSettings.defaults();
        Duration dead =
                arguments.value("--dead-after").map(GlobalOptions::duration).orElse(settings.deadAfter());
        if (dead.compareTo(SHORTEST_DEATH) < 0) {
            throw new UsageException("--dead-after must be at least " + SHORTEST_DEATH.toSeconds() + "s");
        }
        Duration every = arguments.value("--every").map(GlobalOptions::duration).orElse(settings.idle());
        if (every.isZero() || every.isNegative()) {
            throw new UsageException("--every must be longer than nothing");
        }
        return settings.withDeadAfter(dead).withIdle(every);
    }

    private static InetSocketAddress address(String word) {
        int colon = word.lastIndexOf(':');
        int port = -1;
        try {
            port = colon < 0 ? -1 : Integer.parseInt(word.substring(colon + 1));
        } catch (NumberFormatException e) {
            // Told below, with the rest.
            port = -1;
        }
        String host = colon < 0 ? "" : word.substring(0, colon);
        if (host.isEmpty() || port < 0 || port > 65_535) {
            throw new UsageException(
                    "--listen must be a host and a port such as " + LISTEN + ", but is \"" + word + "\"");
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UsageException("--listen names a host that is not known: " + host);
        }
        return address;
    }
}
