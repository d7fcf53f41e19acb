// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.port.Ledger;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Json;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Page;
import java.time.Instant;

/** Says whether the ledger is whole, to people or to programs. */
public final class VerificationView {

    private final Looks looks;

    public VerificationView(Looks looks) {
        this.looks = looks;
    }

    /**
     * Returns a document for programs.
     *
     * @param now when it was checked
     * @param exitCode exit code that follows
     */
    public static String json(String project, Instant now, Ledger.Verification verification, int exitCode) {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", project);
            json.writeStringProperty("time", now.toString());
            json.writeNumberProperty("entries", verification.entries());
            json.writeStringProperty("head", verification.headHash());
            Json.texts(json, "problems", verification.problems());
            json.writeNumberProperty("exitCode", exitCode);
        });
    }

    /** Returns the whole text, each line with its end. */
    public String text(Ledger.Verification verification) {
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
