// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Project;
import java.util.Collection;

/** Reports names that nothing has, where they are written. */
final class UnknownNames {

    private final Project project;
    private final Trees trees;
    private final Findings findings;

    UnknownNames(Project project, Trees trees, Findings findings) {
        this.project = project;
        this.trees = trees;
        this.findings = findings;
    }

    /**
     * Reports a name.
     *
     * @param what what it should be the name of
     * @param known the names that there are
     * @param pointer where it is written
     */
    void add(
            Document document,
            DiagnosticCode code,
            String what,
            String name,
            Collection<String> known,
            String pointer) {
        findings.add(ProjectCheck.unknown(code, what, name, known, trees.value(document, pointer)));
    }

    /** Reports an adapter that the project does not have. */
    void checkAdapter(Document document, String name, String pointer) {
        if (!project.adapters().containsKey(name)) {
            add(
                    document,
                    DiagnosticCode.UNKNOWN_ADAPTER,
                    "adapter",
                    name,
                    project.adapters().keySet(),
                    pointer);
        }
    }
}
