// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryHash;
import dev.flagctl.port.Ledger;
import dev.flagctl.report.Format;
import dev.flagctl.report.history.HeadJson;
import dev.flagctl.report.history.VerificationView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The hash of the newest entry, kept outside of the ledger: what finds a chain that was replaced as a whole, or cut off. */
final class LedgerHead {

    /** Text is what no option asks for; a head is JSON all the same. */
    private static final Set<Format> FORMATS = EnumSet.of(Format.TEXT, Format.JSON);

    private final Arguments arguments;
    private final Session session;

    LedgerHead(Arguments arguments, Session session) {
        this.arguments = arguments;
        this.session = session;
    }

    static CommandForm options(CommandForm form) {
        return form.value(
                        "FILE",
                        "With verify: a head that was exported before must still be in the ledger.",
                        "--against")
                .value(
                        "FILE",
                        "With --against: the head must be signed, and this PEM file has the public key.",
                        "--public-key")
                .value(
                        "FILE",
                        "With export-head: sign it with the Ed25519 private key in this PEM file.",
                        "--sign-key");
    }

    /** Refuses what would be ignored: a check that was not made must not look like one. */
    void check() {
        alone(HistoryCommand.VERIFY, "checks the whole ledger");
        alone(HistoryCommand.EXPORT_HEAD, "prints the newest entry's hash");
        boolean verifies = arguments.rest().equals(List.of(HistoryCommand.VERIFY));
        boolean exports = arguments.rest().equals(List.of(HistoryCommand.EXPORT_HEAD));
        requires("--against", verifies, "flagctl history verify");
        requires("--public-key", arguments.value("--against").isPresent(), "--against");
        requires("--sign-key", exports, "flagctl history export-head");
        if ((verifies || exports) && !FORMATS.contains(session.format())) {
            throw new UsageException("flagctl history " + arguments.rest().get(0) + " writes no "
                    + session.format().word() + ", only " + (verifies ? "text and json" : "json"));
        }
    }

    private void alone(String word, String does) {
        if (arguments.rest().size() > 1 && arguments.rest().contains(word)) {
            throw new UsageException("flagctl history " + word + " " + does + " and takes no features beside it");
        }
    }

    private void requires(String option, boolean fits, String other) {
        if (!fits && arguments.value(option).isPresent()) {
            throw new UsageException(option + " goes with " + other + " only");
        }
    }

    /** Prints the head. */
    ExitCode export(Workspace workspace) {
        Ledger ledger = workspace.ports().ledger();
        long serial = ledger.serial();
        HeadJson head = new HeadJson(
                workspace.project().name(),
                serial,
                ledger.entry(serial).map(Entry::hash).orElse(EntryHash.GENESIS),
                session.surroundings().clock().instant(),
                null);
        Optional<Path> key = file("--sign-key");
        session.print(
                key.isEmpty()
                        ? head.write()
                        : head.signedWith(HeadKeys.sign("--sign-key", key.get(), head.signed()))
                                .write());
        return ExitCode.DONE;
    }

    /** Checks the chain, and that the head it is compared with is still in it. */
    ExitCode verify(Workspace workspace) {
        Optional<Path> against = file("--against");
        HeadJson head = against.map(LedgerHead::read).orElse(null);
        Ledger ledger = workspace.ports().ledger();
        Ledger.Verification found = ledger.verify();
        List<String> problems = new ArrayList<>(found.problems());
        if (head != null) {
            problems.addAll(differences(head, workspace.project().name(), ledger));
        }
        Ledger.Verification all = new Ledger.Verification(found.entries(), found.headHash(), problems);
        ExitCode code = problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        session.print(
                session.format() == Format.JSON
                        ? VerificationView.json(
                                workspace.project().name(),
                                session.surroundings().clock().instant(),
                                all,
                                code.code())
                        : new VerificationView(session.outLooks()).text(all));
        return code;
    }

    private List<String> differences(HeadJson head, String project, Ledger ledger) {
        Optional<Path> key = file("--public-key");
        Optional<String> unsigned =
                key.map(publicKey -> unsigned(head, publicKey)).filter(why -> !why.isEmpty());
        if (unsigned.isPresent()) {
            return List.of("the head that was kept " + unsigned.get());
        }
        if (!head.project().equals(project)) {
            return List.of("the head that was kept is that of project " + head.project() + ", not of " + project);
        }
        if (head.serial() == 0) {
            return List.of();
        }
        String hash = ledger.entry(head.serial()).map(Entry::hash).orElse(null);
        if (hash == null) {
            return List.of("entry " + head.serial() + " was the newest on " + head.time()
                    + " and is gone: the ledger was cut off or replaced");
        }
        return hash.equals(head.hash())
                ? List.of()
                : List.of("entry " + head.serial() + " has another hash than on " + head.time()
                        + ": the ledger was written anew from an entry before or from there on");
    }

    /** Returns why nobody can trust a head, empty when the owner of the key signed it. */
    private static String unsigned(HeadJson head, Path publicKey) {
        String signature = head.signature();
        if (signature == null) {
            return "is not signed: it was exported without --sign-key, or somebody changed it";
        }
        return HeadKeys.isSigned("--public-key", publicKey, head.signed(), signature)
                ? ""
                : "is not signed with that key: it was signed with another one, or somebody changed it";
    }

    private static HeadJson read(Path file) {
        try {
            return HeadJson.read(Files.readString(file))
                    .orElseThrow(
                            () -> new UsageException(file + " is not a head that flagctl history export-head printed"));
        } catch (IOException e) {
            throw new UsageException("cannot read the head " + file + ": " + FileFault.reading(e));
        }
    }

    private Optional<Path> file(String option) {
        return arguments.value(option).map(name -> session.root().resolve(GlobalOptions.path(name)));
    }
}
