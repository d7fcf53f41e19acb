// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.Locale;
import java.util.Optional;

/** The codes of everything that can be wrong with manifests. A code never changes its meaning and is never used again. */
public enum DiagnosticCode {
    FILE_UNREADABLE(
            1001,
            "a file or folder cannot be read",
            "The path that was given, or a file below it, is not there or may not be read. Check the spelling "
                    + "of the path and the rights of the file. Nothing was skipped silently: flagctl stops, because a "
                    + "manifest that is not read would look like one that was taken away."),
    NO_MANIFEST(
            1002,
            "no manifest was found",
            "None of the paths holds a manifest. In folders, flagctl reads files that end in .yaml or .yml, "
                    + "but no hidden folders, no links that lead back to a folder above, and no flag files of flagd "
                    + "(*.flagd.yaml). An empty run would look like a valid one, so it is an error. \"flagctl init\" "
                    + "writes a first manifest."),
    TOO_LARGE(
            1003,
            "a file is too large",
            "A file may have at most 64 MB, a document 4 MB, a mapping 10,000 keys, and no unbroken run may be "
                    + "longer than 256 kB without a blank or a line end. Manifests of that size are made by accident or in bad faith, and reading them takes "
                    + "minutes. Split the file; one feature per document and one team per file reads fastest."),
    NOT_UTF8(
            1004,
            "a file is not UTF-8",
            "Manifests are UTF-8, with or without a byte order mark. The file holds bytes that are no UTF-8, "
                    + "often because an editor saved it as Latin-1 or UTF-16. Save it again as UTF-8."),
    NOT_TEXT(
            1005,
            "a file is not text",
            "The file holds control characters that no YAML may hold, so it is an archive, an image or "
                    + "another binary file. Take it out of the folder, or name the manifests one by one. A byte order "
                    + "mark may only be at its start; two files that were put behind each other have one in the middle."),
    YAML_SYNTAX(
            1006,
            "the file is not valid YAML",
            "The YAML reader could not understand the file at the marked place. Only the first such problem "
                    + "of a file is shown, because what follows it cannot be trusted; other files are still checked. "
                    + "The cause is often the line above: a missing quote, bracket or colon, or a wrong indent."),
    UNKNOWN_KEY(
            1007,
            "a key is not known",
            "The key does not belong here. flagctl refuses unknown keys, because a misspelt key would be a "
                    + "setting that is silently not there. The reference of all keys is docs/manifest-reference.md, and "
                    + "editors show it with the schema."),
    DUPLICATE_KEY(
            1008,
            "a key is written twice",
            "YAML wants every key of a mapping once. Which of the two would win is a matter of luck, so "
                    + "flagctl takes neither. Delete one."),
    TAB(
            1009,
            "a tab indents a line",
            "YAML does not allow tabs in front of a key. Use blanks; most editors can convert a file."),
    ALIAS(
            1010,
            "an alias cannot be followed",
            "An alias (*name) must name an anchor (&name) that stands before it in the same document, must "
                    + "not lie within the anchor it names, and all aliases of a document together may repeat at most "
                    + "100,000 values. Merge keys (<<) are not supported: use a Strategy manifest for what features "
                    + "share."),
    UNKNOWN_TAG(
            1011,
            "a tag is not known",
            "Only the tags of the YAML core schema are known: !!str, !!int, !!float, !!bool, !!null, !!map "
                    + "and !!seq. Other tags ask a reader to build objects, which flagctl never does."),
    KEY_NOT_TEXT(
            1012,
            "a key is not text",
            "Keys must be plain texts. YAML also reads 1, true, null, lists and mappings as keys; put the key "
                    + "in quotes when it is meant as text, such as \"true\"."),
    TOO_DEEP(1013, "the nesting is too deep", "A manifest may nest at most 100 levels. Real ones need ten."),
    NOT_A_MANIFEST(
            1014,
            "a document is not a manifest",
            "Every document is a mapping with apiVersion, kind, metadata and spec. This one is a list, a text "
                    + "or a number. If the file belongs to another tool, keep it out of the folder of manifests."),
    SECOND_DOCUMENT(
            1015,
            "a document begins without ---",
            "After the end of a document (...), the next one begins with a line of three dashes."),
    LINK_LOOP(
            1016,
            "a link leads back",
            "A symbolic link leads to a folder that holds it, so it was not followed: everything below it is "
                    + "read already. Delete the link, or name the folders one by one."),
    UNKNOWN_API_VERSION(
            1020,
            "apiVersion is missing or not known",
            "This flagctl reads flagctl.dev/v1. A later version of flagctl may read more."),
    UNKNOWN_KIND(
            1021,
            "kind is missing or not known",
            "The kind says what a document describes: Project, Feature, Metric or Strategy, spelt like that."),
    MISSING_KEY(
            1030,
            "a key is missing",
            "The key has no default that would be right for everybody, so it has to be written."),
    WRONG_TYPE(
            1031,
            "a value has the wrong type",
            "The value is, for example, a text where a number is needed. In YAML, quotes make a text; without "
                    + "quotes, 1 is a number, true and false are booleans, and an empty value is null."),
    UNKNOWN_WORD(
            1032,
            "a word is not known",
            "Only certain words are possible here. The message lists them or names the nearest one."),
    BAD_NAME(
            1033,
            "a name has an impossible form",
            "Names of manifests, environments, cohorts, regions and adapters are at most 100 characters of "
                    + "a-z, 0-9, dot, underscore and dash, and begin and end with a letter or digit. They appear in "
                    + "file names, addresses and flag keys, where other characters break."),
    BAD_DURATION(
            1034,
            "a duration has an impossible form",
            "A duration is whole numbers, each with a unit, largest unit first: 30s, 15m, 2h, 1d, 2w, 1h30m."),
    BAD_DATE(
            1035,
            "a date has an impossible form",
            "A date is a day such as 2027-01-15, which begins at midnight UTC, or an instant of RFC 3339 such "
                    + "as 2027-01-15T09:00:00Z. The day must exist."),
    OUT_OF_RANGE(
            1036,
            "a number is out of range",
            "The number is smaller or larger than what makes sense here. The message names the limits."),
    EMPTY(
            1037,
            "a list, mapping or text is empty",
            "An empty value here would mean nobody, everybody or nothing by accident. Write what is meant, or "
                    + "leave the key out."),
    BAD_TEXT(
            1038,
            "a text has an impossible form",
            "The text does not have the form that this key asks for. The message says which."),
    KEYS_CLASH(
            1039,
            "keys exclude each other, or one of several is missing",
            "Of these keys exactly one must be written: two would contradict each other, and none would say "
                    + "nothing."),
    PERCENT(
            1042,
            "percent must be between 0 and 100",
            "A percent is a number from 0 to 100, both included; 0.5 is half a percent. The finest step is a "
                    + "thousandth of a percent."),
    MARGIN(
            1043,
            "a margin or limit has an impossible form",
            "A margin or limit is a fraction such as 0.1, or the same as a text with a percent sign, such as "
                    + "10%."),
    BAD_VERSION(
            1044,
            "a version is not SemVer",
            "The version of a feature follows semver.org: three numbers such as 1.2.0, without leading zeros, "
                    + "and perhaps a pre-release such as 1.3.0-beta.1. flagctl compares versions to tell how large an "
                    + "edit is."),
    UNKNOWN_VARIANT(
            1101,
            "a variant does not exist",
            "serve, and the successor of a sunset, must name variants that the feature has under " + "spec.variants."),
    SAME_VARIANT(
            1102,
            "treatment, control and rest are not different variants",
            "A rollout moves users from the control to the treatment. If both are one variant, nothing ever "
                    + "changes and no guardrail can compare. With \"rest\" the flag keeps a control group, and telemetry "
                    + "tells its users from all others by the name of the variant."),
    VARIANT_TYPES(
            1103,
            "variants have values of different types",
            "All variants of a flag have values of one type, as OpenFeature wants: all booleans, all texts, "
                    + "all numbers, or all lists or mappings. Code that asks for a boolean and gets a text gets its "
                    + "default instead."),
    EXPOSURE_FALLS(
            1104,
            "the exposure falls on the way up",
            "Later stages of a rollout never reach fewer users than earlier ones: somebody would get the new "
                    + "behaviour and lose it again. Write the stages with rising percents for each cohort and region."),
    PHASE_OUT_RISES(
            1105,
            "the phase-out does not fall to 0",
            "The stages of a phase-out fall, each lower than the one before, and the last one is 0."),
    DATES_ORDER(
            1106,
            "dates are not in order",
            "A feature is deprecated before it is removed, and its phase-out, stages times bake, fits between "
                    + "the two."),
    SOAK_TOO_EARLY(
            1107,
            "a soak before the end",
            "A soak is how long the full exposure is watched, so it belongs to a stage of 100 % of everybody, "
                    + "the last one. Stages before have a bake."),
    STRATEGY_KEYS(
            1108,
            "the keys do not fit the strategy",
            "Each strategy has its own keys, listed in docs/manifest-reference.md. A key of another strategy "
                    + "would be silently without effect, and a missing one would have to be guessed."),
    TEMPLATE_OF_TEMPLATE(
            1109,
            "a template names a template",
            "A Strategy manifest must name one of the built-in strategies. Templates of templates would hide "
                    + "what a rollout does."),
    REST_VALUE(
            1110,
            "rest and control have different values",
            "With serve.rest the flag keeps a control group, which must meet exactly what everybody else meets: else it "
                    + "would be a second treatment. Only the names of the two variants differ, so that telemetry can "
                    + "tell them apart."),
    UNKNOWN_ENVIRONMENT(
            1201,
            "an environment does not exist",
            "The Project manifest lists the environments. A rollout, or the list after, names one that is not "
                    + "there."),
    UNKNOWN_COHORT(
            1202,
            "a cohort does not exist",
            "The Project manifest lists the cohorts. A stage or ring names one that is not there; it would "
                    + "reach nobody."),
    UNKNOWN_REGION(
            1203,
            "a region does not exist",
            "Regions belong to an environment in the Project manifest. The stage names one that this "
                    + "environment does not have."),
    UNKNOWN_ADAPTER(
            1204,
            "an adapter does not exist",
            "The Project manifest lists the adapters. Something refers to one that is not there."),
    UNKNOWN_METRIC(
            1205,
            "a metric does not exist",
            "A guardrail names a metric for which there is no Metric manifest. A guardrail without its metric "
                    + "could never stop anything."),
    UNKNOWN_STRATEGY(
            1206,
            "a strategy does not exist",
            "The strategy is neither one of the built-in ones nor the name of a Strategy manifest."),
    UNKNOWN_FEATURE(
            1207,
            "a feature does not exist",
            "The successor of a sunset names a feature for which there is no manifest. Its users would be "
                    + "sent nowhere."),
    AFTER_CYCLE(
            1208,
            "environments wait for each other",
            "The lists after form a circle, so no environment could ever begin."),
    AFTER_WITHOUT_ROLLOUT(
            1209,
            "an environment to wait for has no rollout",
            "The list after names an environment in which this feature does not roll out, so the wait would "
                    + "never end."),
    NO_PROJECT(
            1210,
            "there is no Project manifest",
            "Exactly one document of kind Project says which environments, cohorts and adapters there are. "
                    + "flagctl reads the given paths and flagctl.yaml in the current folder. \"flagctl init\" writes "
                    + "one."),
    TWO_PROJECTS(
            1211,
            "there are two Project manifests",
            "Exactly one document of kind Project says which environments, cohorts and adapters there are. "
                    + "With two it would be a matter of luck which one counts."),
    NAME_TAKEN(
            1215,
            "two manifests have the same name",
            "Names are unique per kind, over all files. The ledger, the approvals and other manifests know a "
                    + "feature by its name, so two of them would overwrite each other."),
    FLAG_KEY_TAKEN(
            1216,
            "two features have the same flag key",
            "Two features that write one flag in the same environment would fight for it for ever. Give one "
                    + "of them another flag-key."),
    RULE_METRIC(
            1217,
            "a rule does not fit its metric",
            "A mean, a quantile and counts can be compared with the control, a quantile without a margin; only counts with a known baseline; a "
                    + "burn of an error budget has the rule burn; a plain number has only limits. A limit on a share is "
                    + "at most 100 %.");

    private final int number;
    private final String title;
    private final String explanation;

    DiagnosticCode(int number, String title, String explanation) {
        this.number = number;
        this.title = title;
        this.explanation = explanation;
    }

    /** Returns the code as people see it, such as {@code FC1042}. */
    public String code() {
        return "FC" + number;
    }

    /** Returns what is wrong in general, one line without a period. */
    public String title() {
        return title;
    }

    /** Returns one paragraph: why it is a problem and what to do. */
    public String explanation() {
        return explanation;
    }

    /** Returns the code that a person wrote, in upper or lower case, empty when there is none. */
    public static Optional<DiagnosticCode> find(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (DiagnosticCode code : values()) {
            if (code.code().equals(wanted)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
