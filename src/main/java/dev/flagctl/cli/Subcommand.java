// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Intervention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands, in the order of the help page: name and purpose of each, so that listing them loads none. */
enum Subcommand {
    INIT("init", Group.MANIFESTS, "Writes a first project, feature and metric to begin with"),
    IMPORT("import", Group.MANIFESTS, "Writes a manifest for each flag that a flag service has"),
    VALIDATE("validate", Group.MANIFESTS, "Checks manifests and shows every problem at once"),
    PLAN("plan", Group.ROLLING, "Shows what would happen now and later, and writes nothing"),
    APPLY("apply", Group.ROLLING, "Does what is due, and records why"),
    WORKER("worker", Group.ROLLING, "Does what is due whenever it is due, beside other workers, until it is stopped"),
    STATUS("status", Group.LOOKING, "Shows where every feature is, and what comes next"),
    OBSERVE("observe", Group.LOOKING, "Shows what the guardrails say now, with their numbers"),
    ANALYZE("analyze", Group.LOOKING, "Judges a file of buckets or values, as a guardrail or by a test of your choice"),
    BACKTEST("backtest", Group.LOOKING, "Tells how often guardrails would have failed over history for nothing"),
    SIMULATE("simulate", Group.LOOKING, "Lets a feature roll out in virtual time against a scenario"),
    HISTORY("history", Group.LOOKING, "Shows what was decided and done, and proves it unaltered"),
    APPROVE("approve", Group.PEOPLE, "Says yes to the stage that a feature waits for"),
    REJECT("reject", Group.PEOPLE, "Says no to the stage that a feature waits for"),
    PAUSE("pause", Group.PEOPLE, "Stops a feature where it stands"),
    RESUME("resume", Group.PEOPLE, "Lets a paused or rolled-back feature go on"),
    ROLLBACK("rollback", Group.PEOPLE, "Takes exposure back to an earlier stage or version, and stops there"),
    KILL("kill", Group.PEOPLE, "Takes all exposure back at once, without a question"),
    DEMO("demo", Group.TOOLS, "Plays the whole life of a feature in virtual time"),
    EXPLAIN("explain", Group.LOOKING, "Explains a feature, an entry of the ledger, or the code of a problem"),
    DOCTOR("doctor", Group.TOOLS, "Looks whether every adapter would work, and says what to mend"),
    LEDGER("ledger", Group.TOOLS, "Copies the ledger into another one, or drops old evidence from it"),
    FORCE_UNLOCK("force-unlock", Group.TOOLS, "Takes a lease from a run that went silent, and records who did it"),
    SCHEMA("schema", Group.TOOLS, "Prints the JSON Schema of manifests, for editors"),
    COMPLETION("completion", Group.TOOLS, "Prints the completion script of a shell"),
    COMPLETE("__complete", Group.HIDDEN, "Answers completion scripts");

    /** What a person is about to do, as headings of the help page. */
    enum Group {
        MANIFESTS("Manifests"),
        ROLLING("Rolling out"),
        PEOPLE("A person's word"),
        LOOKING("Looking"),
        TOOLS("Tools"),
        HIDDEN("");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private final String word;
    private final Group group;
    private final String purpose;

    Subcommand(String word, Group group, String purpose) {
        this.word = word;
        this.group = group;
        this.purpose = purpose;
    }

    /** Makes the command; the only place that knows which class it is. A switch, for lambdas would cost start-up time. */
    Command command() {
        return switch (this) {
            case INIT -> new InitCommand();
            case IMPORT -> new ImportCommand();
            case VALIDATE -> new ValidateCommand();
            case PLAN -> new PlanCommand();
            case APPLY -> new ApplyCommand();
            case WORKER -> new WorkerCommand();
            case STATUS -> new StatusCommand();
            case OBSERVE -> new ObserveCommand();
            case ANALYZE -> new AnalyzeCommand();
            case BACKTEST -> new BacktestCommand();
            case SIMULATE -> new SimulateCommand();
            case HISTORY -> new HistoryCommand();
            case APPROVE -> new ApprovalCommand(this, true);
            case REJECT -> new ApprovalCommand(this, false);
            case PAUSE -> new InterventionCommand(this, Intervention.Kind.PAUSE);
            case RESUME -> new InterventionCommand(this, Intervention.Kind.RESUME);
            case ROLLBACK -> new InterventionCommand(this, Intervention.Kind.ROLL_BACK);
            case KILL -> new InterventionCommand(this, Intervention.Kind.KILL);
            case DEMO -> new DemoCommand();
            case EXPLAIN -> new ExplainCommand();
            case DOCTOR -> new DoctorCommand();
            case LEDGER -> new LedgerCommand();
            case FORCE_UNLOCK -> new ForceUnlockCommand();
            case SCHEMA -> new SchemaCommand();
            case COMPLETION -> new CompletionCommand();
            case COMPLETE -> new CompleteCommand();
        };
    }

    /** Returns the word that people type. */
    String word() {
        return word;
    }

    Group group() {
        return group;
    }

    /** Returns one line without a period. */
    String purpose() {
        return purpose;
    }

    boolean isHidden() {
        return group == Group.HIDDEN;
    }

    static Optional<Subcommand> find(String word) {
        for (Subcommand subcommand : values()) {
            if (subcommand.word.equals(word)) {
                return Optional.of(subcommand);
            }
        }
        return Optional.empty();
    }

    /** Returns the words of all commands that people should know of. */
    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Subcommand subcommand : values()) {
            if (!subcommand.isHidden()) {
                words.add(subcommand.word);
            }
        }
        return words;
    }
}
