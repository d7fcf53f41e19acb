// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import tools.jackson.databind.JsonNode;

/** The forms that patterns of the schema ask of texts, with the words for them. */
enum TextForm {
    NAME(
            "^[a-z0-9]([",
            DiagnosticCode.BAD_NAME,
            "a name",
            "use a-z, 0-9, dot, underscore and dash, at most 100 characters"),
    DURATION("^([0-9]{1,9}w)", DiagnosticCode.BAD_DURATION, "a duration", "write 30s, 15m, 2h, 14d or 1h30m"),
    DATE("^[0-9]{4}-", DiagnosticCode.BAD_DATE, "a date", "write a day such as 2027-01-15, or 2027-01-15T09:00:00Z"),
    SHARE("^[0-9]{1,9}(", DiagnosticCode.MARGIN, "a share", "write a fraction such as 0.1, or a percent such as 10%"),
    VERSION("^(0|[1-9]", DiagnosticCode.BAD_VERSION, "a semantic version", "write three numbers such as 1.2.0"),
    RATE("^[0-9]{1,12}/", DiagnosticCode.BAD_TEXT, "a number per time", "write a number per time such as 1/d"),
    KEY("^\\S+$", DiagnosticCode.BAD_TEXT, "a flag key", "write it without blanks"),
    OTHER("", DiagnosticCode.BAD_TEXT, "possible here", "see docs/manifest-reference.md");

    private final String begin;
    private final DiagnosticCode code;
    private final String noun;
    private final String hint;

    TextForm(String begin, DiagnosticCode code, String noun, String hint) {
        this.begin = begin;
        this.code = code;
        this.noun = noun;
        this.hint = hint;
    }

    /** Returns the form that a pattern of the schema stands for. */
    static TextForm of(String pattern) {
        for (TextForm form : values()) {
            if (pattern.startsWith(form.begin)) {
                return form;
            }
        }
        return OTHER;
    }

    DiagnosticCode code() {
        return code;
    }

    String noun() {
        return noun;
    }

    /** Returns what to write instead; the schema's own example first when it has one. */
    String hint(JsonNode schema) {
        JsonNode example = schema.path("examples").path(0);
        return this == OTHER && example.isString() ? "write for example " + example.asString() : hint;
    }
}
