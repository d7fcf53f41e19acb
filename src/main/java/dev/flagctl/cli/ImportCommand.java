// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.importing.Draft;
import dev.flagctl.cli.importing.FeatureNames;
import dev.flagctl.cli.importing.FeatureYaml;
import dev.flagctl.diag.Suggestion;
import dev.flagctl.manifest.Manifests;
import dev.flagctl.manifest.Schemas;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Project;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.report.written.Written;
import dev.flagctl.report.written.Written.Left;
import dev.flagctl.report.written.WrittenView;
import dev.flagctl.run.OpenPorts;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a manifest for each flag that a flag service has. Flags that have one are left alone, so it can be run again. */
final class ImportCommand implements Command {

    private static final String FOLDER = "manifests/";

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.IMPORT)
                .value("TYPE", "Type of the flag service, such as flagd; by default that of the environment.", "--from")
                .value(
                        "ENV",
                        "Environment whose flags are imported; needed when there are several.",
                        "--environment",
                        "-e")
                .value("PATH", "Read this flag file instead of the one that the environment names.", "--path")
                .value("TEAM", "Who answers for the features; by default team-PROJECT.", "--owner")
                .arguments("FLAG", "0..*", "Keys of flags; without any, all flags are imported.")
                .example("flagctl import -e production", "every flag that the environment has")
                .example("flagctl import --from=flagd --path=demo.flagd.json -e production", "another flag file")
                .ends(ExitCode.FAILED, ExitCode.MANIFEST_INVALID, ExitCode.REFUSED, ExitCode.UNREACHABLE);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        Manifests manifests = session.loader().load(session.paths(List.of()));
        Environment environment = environment(arguments, manifests.project());
        List<Draft> found = read(arguments, session, manifests.project(), environment);

        Set<String> imported = new HashSet<>();
        Written written = write(arguments, session, manifests, environment, found, imported);
        if (!imported.isEmpty() && arguments.value("--path").isEmpty()) {
            Adoption.record(session, environment.name(), imported);
        }
        session.print(new WrittenView(session.outLooks()).render(written));
        return ExitCode.DONE;
    }

    private static Written write(
            Arguments arguments,
            Session session,
            Manifests manifests,
            Environment environment,
            List<Draft> found,
            Set<String> imported) {
        String owner =
                arguments.value("--owner").orElse("team-" + manifests.project().name());
        FeatureYaml yaml = new FeatureYaml(environment.name(), owner, "../flagctl.schema.json");
        FeatureNames names = new FeatureNames(takenNames(session, manifests, found));
        Map<String, Feature> byKey = new HashMap<>();
        manifests.features().forEach(feature -> byKey.put(feature.flagKey(), feature));
        NewFiles files = new NewFiles(session.root());
        List<Left> kept = new ArrayList<>();
        List<Left> skipped = new ArrayList<>();
        for (Draft draft : found) {
            String key = draft.flag().key();
            Feature feature = byKey.get(key);
            Optional<String> obstacle = Draft.obstacle(draft.flag());
            if (feature != null) {
                kept.add(new Left(key, reason(feature, environment)));
            } else if (obstacle.isPresent()) {
                skipped.add(new Left(key, obstacle.get()));
            } else {
                String name = names.of(key);
                imported.add(name);
                files.add(FOLDER + name + ".yaml", yaml.of(name, draft));
            }
        }
        if (!files.isEmpty() && !Files.exists(session.root().resolve("flagctl.schema.json"))) {
            files.add("flagctl.schema.json", Schemas.bundle());
        }
        return new Written(
                files.write(), kept, skipped, "flagctl validate, then flagctl plan -e " + environment.name());
    }

    private static String reason(Feature feature, Environment environment) {
        String where = "feature " + feature.name() + ", " + feature.source();
        return feature.rollout().containsKey(environment.name())
                ? where
                : where + ", has no rollout in " + environment.name();
    }

    /** A file that is there, whatever is in it, takes its name too. */
    private static Set<String> takenNames(Session session, Manifests manifests, List<Draft> found) {
        Set<String> taken = new HashSet<>();
        manifests.features().forEach(feature -> taken.add(feature.name()));
        for (Draft draft : found) {
            String name = new FeatureNames(Set.of()).of(draft.flag().key());
            if (Files.exists(session.root().resolve(FOLDER + name + ".yaml"))) {
                taken.add(name);
            }
        }
        return taken;
    }

    private static List<Draft> read(Arguments arguments, Session session, Project project, Environment environment) {
        AdapterSpec spec = project.adapters().get(environment.flags());
        String type = spec == null ? "" : spec.type();
        String from = arguments.value("--from").orElse(type);
        Optional<String> path = arguments.value("--path");
        if (path.isEmpty() && !from.equals(type)) {
            throw new UsageException("environment " + environment.name() + " has its flags in " + type + ", not in "
                    + from + "; pass --path to read another flag file");
        }
        String adapter = environment.flags();
        Project reading = project;
        if (path.isPresent()) {
            adapter = "import";
            reading =
                    withAdapter(project, new AdapterSpec(adapter, from, Map.of("path", path.get()), project.source()));
        }
        AdapterHost host = session.adapterHost();
        try (OpenPorts ports = new OpenPorts(reading, host, host.plugins())) {
            session.hide(ports.redaction());
            FlagScope scope = new FlagScope(environment, project.cohorts(), project.regionAttribute());
            FlagService service = ports.flagService(adapter);
            return drafts(service, scope, chosen(arguments.rest(), service.list(scope)));
        }
    }

    /** Reads the flags once more, as features would: a share that is served already belongs into the manifest. */
    private static List<Draft> drafts(FlagService service, FlagScope scope, List<FoundFlag> found) {
        List<FlagSpec> specs = new ArrayList<>();
        for (FoundFlag flag : found) {
            if (Draft.obstacle(flag).isEmpty()) {
                specs.add(new FlagSpec(flag.key(), Draft.of(flag, null).serve(), Set.of(), flag.description()));
            }
        }
        Map<String, ObservedFlag> observed = new LinkedHashMap<>(service.read(scope, specs));
        observed.putAll(withControl(service, scope, found, observed));
        List<Draft> drafts = new ArrayList<>();
        for (FoundFlag flag : found) {
            drafts.add(Draft.of(flag, observed.get(flag.key())));
        }
        return drafts;
    }

    /** Reads flags that cannot be read as two variants once more, as features that ask for a control group would; returns those that are such. */
    private static Map<String, ObservedFlag> withControl(
            FlagService service, FlagScope scope, List<FoundFlag> found, Map<String, ObservedFlag> observed) {
        List<FlagSpec> specs = new ArrayList<>();
        for (FoundFlag flag : found) {
            ObservedFlag plain = observed.get(flag.key());
            if (plain != null && plain.state() == null) {
                Draft.withControl(flag)
                        .ifPresent(serve -> specs.add(new FlagSpec(flag.key(), serve, Set.of(), flag.description())));
            }
        }
        Map<String, ObservedFlag> matched = new LinkedHashMap<>();
        if (!specs.isEmpty()) {
            matched.putAll(service.read(scope, specs));
            matched.values()
                    .removeIf(each -> each.state() == null || each.state().control() == null);
        }
        return matched;
    }

    private static Project withAdapter(Project project, AdapterSpec adapter) {
        Map<String, AdapterSpec> adapters = new LinkedHashMap<>(project.adapters());
        adapters.put(adapter.name(), adapter);
        return new Project(
                project.name(),
                project.environments(),
                project.cohorts(),
                adapters,
                project.ledger(),
                project.regionAttribute(),
                project.source());
    }

    private static Environment environment(Arguments arguments, Project project) {
        Map<String, Environment> all = project.environments();
        String name = arguments.value("--environment").orElse(null);
        if (name == null && all.size() == 1) {
            return all.values().iterator().next();
        }
        if (name == null) {
            throw new UsageException("there are several environments: pass --environment=ENV, one of "
                    + String.join(", ", all.keySet()));
        }
        Environment environment = all.get(name);
        if (environment == null) {
            throw new UsageException(
                    "there is no environment \"" + name + "\"; there are " + String.join(", ", all.keySet()),
                    Suggestion.nearest(name, all.keySet()));
        }
        return environment;
    }

    private static List<FoundFlag> chosen(List<String> keys, List<FoundFlag> found) {
        if (keys.isEmpty()) {
            return found;
        }
        Map<String, FoundFlag> byKey = new LinkedHashMap<>();
        found.forEach(flag -> byKey.put(flag.key(), flag));
        List<FoundFlag> chosen = new ArrayList<>();
        for (String key : keys) {
            FoundFlag flag = byKey.get(key);
            if (flag == null) {
                throw new UsageException("there is no flag \"" + key + "\"", Suggestion.nearest(key, byKey.keySet()));
            }
            if (!chosen.contains(flag)) {
                chosen.add(flag);
            }
        }
        return chosen;
    }
}
