// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.manifest.DiagnosticCode;
import dev.flagctl.report.Page;
import java.util.ArrayList;
import java.util.List;

/** Explains the code of a problem, offline. */
final class ExplainCommand implements Command {

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.EXPLAIN)
                .arguments("CODE", "1", "Code of a problem, such as FC1042.")
                .argumentWords(codes())
                .example("flagctl explain FC1042", "what the code means, and what to do");
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String asked = arguments.rest().get(0);
        DiagnosticCode code = DiagnosticCode.find(asked)
                .orElseThrow(() ->
                        new UsageException("there is no code \"" + asked + "\"", Suggestion.nearest(asked, codes())));
        Page page = new Page(session.outLooks());
        page.line(code.code() + ": " + code.title()).end();
        page.wrapped(code.explanation()).end();
        session.print(page.toString());
        return ExitCode.DONE;
    }

    private static List<String> codes() {
        List<String> codes = new ArrayList<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            codes.add(code.code());
        }
        return codes;
    }
}
