// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.port.Ledger;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;

/** Says whether the ledger is whole. */
public final class VerificationText {

    private final Looks looks;

    public VerificationText(Looks looks) {
        this.looks = looks;
    }

    /** Returns the whole text, each line with its end. */
    public String render(Ledger.Verification verification) {
        Page page = new Page(looks);
        for (String problem : verification.problems()) {
            page.add(Ink.RED, "altered").add("  ").add(problem).end();
        }
        String entries = verification.entries() + (verification.entries() == 1 ? " entry" : " entries");
        page.line(
                verification.problems().isEmpty()
                        ? "the ledger is whole: " + entries + " checked"
                        : verification.problems().size()
                                + (verification.problems().size() == 1 ? " problem in " : " problems in ")
                                + entries);
        page.line("head " + verification.headHash());
        return page.toString();
    }
}
