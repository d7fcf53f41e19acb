// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.init.FirstProject;
import dev.flagctl.manifest.Schemas;
import dev.flagctl.report.written.Written;
import dev.flagctl.report.written.WrittenView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a first project, feature and metric to begin with. */
final class InitCommand implements Command {

    private static final String FLAGS_FILE = "flags/${environment}.flagd.json";

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.INIT)
                .value("NAME", "Name of the project; by default that of the folder.", "--name")
                .values(
                        "ENV",
                        "Environment, in the order in which features reach them; may be repeated. By default "
                                + "staging, then production.",
                        "--environment")
                .value("NAME", "Name of the first feature.", "--feature")
                .value("TEAM", "Who answers for the feature; by default team-PROJECT.", "--owner")
                .value(
                        "PATH",
                        "Flag file of flagd, existing or not; by default one for each environment.",
                        "--flags-file")
                .example("flagctl init", "on a terminal: asks what it needs to know")
                .example("flagctl init --name=shop --feature=new-checkout", "in a script: asks nothing")
                .ends(ExitCode.FAILED, ExitCode.REFUSED);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        FirstProject first = describe(arguments, session);
        NewFiles files = new NewFiles(session.root())
                .add("flagctl.yaml", first.project())
                .add("manifests/" + first.feature() + ".yaml", first.featureManifest())
                .add("manifests/metrics.yaml", first.metric())
                .add("flagctl.schema.json", Schemas.bundle())
                // The ledger is not for version control; the schema beside the manifests is.
                .add(".flagctl/.gitignore", "*\n");
        Written written = new Written(files.write(), List.of(), List.of(), "flagctl validate, then flagctl plan");
        session.print(new WrittenView(session.outLooks()).render(written));
        return ExitCode.DONE;
    }

    private static FirstProject describe(Arguments arguments, Session session) {
        Prompt prompt = session.prompt();
        String name =
                arguments.value("--name").orElseGet(() -> orDefault(prompt, "Name of the project?", folder(session)));
        check("--name", name);
        String flagsFile = arguments.value("--flags-file").orElse(FLAGS_FILE);
        List<String> environments = environments(arguments, prompt, flagsFile.contains("${environment}"));
        String feature = arguments
                .value("--feature")
                .orElseGet(() -> prompt.ask("Name of the first feature?", "--feature=NAME"));
        check("--feature", feature);
        String owner =
                arguments.value("--owner").orElseGet(() -> orDefault(prompt, "Who answers for it?", "team-" + name));
        return new FirstProject(name, environments, feature, owner, flagsFile);
    }

    /** Two environments in one flag file would undo each other's rollouts. */
    private static List<String> environments(Arguments arguments, Prompt prompt, boolean fileForEach) {
        List<String> environments = new ArrayList<>(arguments.values("--environment"));
        if (environments.isEmpty()) {
            String normal = fileForEach ? "staging production" : "production";
            String words = orDefault(prompt, "Environments, in order?", normal);
            environments.addAll(List.of(words.replace(',', ' ').strip().split("\\s+")));
        }
        for (String environment : environments) {
            check("--environment", environment);
            if (environments.indexOf(environment) != environments.lastIndexOf(environment)) {
                throw new UsageException("environment " + environment + " was given twice");
            }
        }
        if (environments.size() > 1 && !fileForEach) {
            throw new UsageException("--flags-file names one file, but there are " + environments.size()
                    + " environments; write ${environment} where their names differ");
        }
        return environments;
    }

    private static String orDefault(Prompt prompt, String question, String normal) {
        if (!prompt.isPossible()) {
            return normal;
        }
        String answer = prompt.ask(question + " [" + normal + "]", "it as an option");
        return answer.isEmpty() ? normal : answer;
    }

    private static void check(String option, String name) {
        if (!FirstProject.NAME.matcher(name).matches()) {
            throw new UsageException(
                    option + " must be of a-z, 0-9, dot, underscore and dash, begin and end with a letter "
                            + "or digit, and have at most 100 characters, but is \"" + name + "\"");
        }
    }

    private static String folder(Session session) {
        var last = session.root().getFileName();
        String name =
                last == null ? "" : last.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String trimmed = name.replaceAll("^-|-$", "");
        return trimmed.isEmpty() ? "project" : trimmed;
    }
}
