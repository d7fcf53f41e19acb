// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;

/** A document cannot be read as YAML; what follows in its file is not to be trusted. */
final class YamlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    YamlException(Diagnostic diagnostic) {
        super(diagnostic.summary());
        this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
