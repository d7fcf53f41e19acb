// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.diag.Suggestion;
import dev.flagctl.manifest.ManifestLoader;
import dev.flagctl.manifest.Manifests;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Project;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.run.Doctor;
import dev.flagctl.run.OpenPorts;
import dev.flagctl.run.RunIdentity;
import dev.flagctl.run.Specs;
import dev.flagctl.run.Tick;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The manifests of a run with the adapters that they name: what every command needs that looks at the world. */
final class Workspace implements AutoCloseable {

    /** Adapters that run beside each other; more only makes a flag service wait. */
    private static final int THREADS = 8;

    private static final int SHORT_LIST = 8;

    private static final String PROJECT_FILE = "flagctl.yaml";

    private final Session session;
    private final Manifests manifests;
    private final ClassLoader plugins;
    private final OpenPorts ports;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, Workspace::daemon);
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(Workspace::daemon);
    private final Tick tick;

    private Workspace(Session session, Manifests manifests, Path root, Clock clock, Consumer<String> console) {
        this.session = session;
        this.manifests = manifests;
        this.plugins = PluginJars.loader(session.surroundings(), root);
        AdapterHost host = new AdapterHost(
                clock,
                root,
                session.surroundings().environment(),
                console,
                session.surroundings().sleeper(),
                // Adapters share it between threads: java.util.Random allows that, a SplittableRandom does not.
                session.surroundings().random(),
                plugins);
        this.ports = new OpenPorts(manifests.project(), host, plugins);
        session.hide(ports.redaction());
        Specs specs = new ManifestSpecs(manifests);
        this.tick = new Tick(
                manifests.project(), manifests.features(), manifests.metrics(), ports, specs, executor, renewals);
    }

    /**
     * Loads the manifests.
     *
     * @throws dev.flagctl.diag.ManifestException when one is invalid
     */
    static Workspace open(Session session) {
        Manifests manifests = session.loader().load(paths(session));
        return new Workspace(
                session, manifests, session.root(), session.surroundings().clock(), session.console());
    }

    /**
     * Loads the project alone, of the file that is read always: what takes a feature back that the ledger knows, while a manifest is invalid.
     *
     * @return empty where that file is invalid too, or nobody knows the feature
     */
    static Optional<Workspace> ofProject(Session session, String feature) {
        Manifests manifests;
        try {
            manifests = session.loader().load(List.of(Path.of(PROJECT_FILE)));
        } catch (ManifestException alsoInvalid) {
            return Optional.empty();
        }
        Workspace workspace = new Workspace(
                session, manifests, session.root(), session.surroundings().clock(), session.console());
        if (workspace.has(feature) || GoneManifest.find(workspace, feature).isPresent()) {
            return Optional.of(workspace);
        }
        workspace.close();
        return Optional.empty();
    }

    /** Returns the files and folders that are read. */
    static List<Path> paths(Session session) {
        return session.chosenFiles().isEmpty() ? session.paths(List.of()) : Session.defaultPaths(session.root());
    }

    /**
     * Loads the manifests of another folder, to be worked on in a time of its own.
     *
     * @param console hears what the console notifier says
     */
    static Workspace open(Session session, Path root, Clock clock, Consumer<String> console) {
        Manifests manifests = new ManifestLoader(root, null).load(List.of());
        return new Workspace(session, manifests, root, clock, console);
    }

    Manifests manifests() {
        return manifests;
    }

    Project project() {
        return manifests.project();
    }

    OpenPorts ports() {
        return ports;
    }

    /** Opens the adapters and the ledger once more, for somebody who works beside; whoever asks closes them. */
    OpenPorts morePorts() {
        return new OpenPorts(project(), ports.host(), plugins);
    }

    Tick tick() {
        return tick;
    }

    /** Returns a tick that knows a feature more than the manifests have. */
    Tick tickWith(GoneManifest gone) {
        List<Feature> all = new ArrayList<>(manifests.features());
        all.add(gone.feature());
        return new Tick(manifests.project(), all, manifests.metrics(), ports, gone, executor, renewals);
    }

    Doctor doctor() {
        return new Doctor(project(), ports, executor);
    }

    /**
     * Returns what the options ask to look at: all environments and features unless some are named.
     *
     * @throws UsageException when one of them is not in the manifests
     */
    PlanScope scope(Arguments arguments, List<String> features) {
        Set<String> names = new HashSet<>(arguments.values("--feature"));
        names.addAll(features);
        if (!names.isEmpty()) {
            List<String> all = manifests.features().stream().map(Feature::name).toList();
            names.forEach(name -> check("feature", name, all));
        }
        return scopeOf(arguments, names);
    }

    /** Returns the environments that the options ask for, with features that need not have a manifest. */
    PlanScope scopeOf(Arguments arguments, Set<String> names) {
        List<String> known = new ArrayList<>(project().environments().keySet());
        List<String> asked = arguments.values("--environment");
        for (String name : asked) {
            check("environment", name, known);
        }
        known.removeIf(name -> !asked.isEmpty() && !asked.contains(name));
        return new PlanScope(known, names, arguments.has("--allow-rebucketing"));
    }

    boolean has(String feature) {
        return manifests.features().stream().anyMatch(each -> each.name().equals(feature));
    }

    Feature feature(String name) {
        for (Feature feature : manifests.features()) {
            if (feature.name().equals(name)) {
                return feature;
            }
        }
        List<String> all = manifests.features().stream().map(Feature::name).toList();
        throw unknown("feature", name, all);
    }

    /** Returns who runs, as the environment of a terminal or of a CI job says. */
    RunIdentity identity() {
        return new RunIdentity(
                session.surroundings().runId(),
                first("FLAGCTL_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "USERNAME")
                        .orElse("unknown"),
                url(),
                first("GITHUB_SHA", "CI_COMMIT_SHA").orElse(""));
    }

    /** Returns the address below which a code host shows the files of this commit, or null outside its CI. */
    @Nullable
    String blob() {
        Map<String, String> environment = session.surroundings().environment();
        String place = "";
        String checkout = first("GITHUB_WORKSPACE", "CI_PROJECT_DIR").orElse("");
        if (!checkout.isEmpty() && session.root().startsWith(GlobalOptions.path(checkout))) {
            place = GlobalOptions.path(checkout).relativize(session.root()).toString();
        }
        String below = place.isEmpty() ? "/" : "/" + place + "/";
        String commit = identity().commit();
        if (commit.isEmpty()) {
            return null;
        }
        if (environment.containsKey("CI_PROJECT_URL")) {
            return environment.get("CI_PROJECT_URL") + "/-/blob/" + commit + below;
        }
        return environment.containsKey("GITHUB_SERVER_URL") && environment.containsKey("GITHUB_REPOSITORY")
                ? environment.get("GITHUB_SERVER_URL") + "/" + environment.get("GITHUB_REPOSITORY") + "/blob/" + commit
                        + below
                : null;
    }

    private String url() {
        Optional<String> job = first("FLAGCTL_RUN_URL", "CI_JOB_URL");
        if (job.isPresent()) {
            return job.get();
        }
        Optional<String> run = first("GITHUB_RUN_ID");
        return run.isEmpty()
                ? ""
                : first("GITHUB_SERVER_URL").orElse("") + "/"
                        + first("GITHUB_REPOSITORY").orElse("") + "/actions/runs/" + run.get();
    }

    private Optional<String> first(String... names) {
        for (String name : names) {
            String value = session.surroundings().variable(name);
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static void check(String what, String name, List<String> known) {
        if (!known.contains(name)) {
            throw unknown(what, name, known);
        }
    }

    private static UsageException unknown(String what, String name, List<String> known) {
        // A short list says more than a guess: "prod" is far from "production", letter by letter.
        String list = known.size() > SHORT_LIST ? "" : "; there are " + String.join(", ", known);
        return new UsageException("no " + what + " is named \"" + name + "\"" + list, Suggestion.nearest(name, known));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "flagctl");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        executor.shutdown();
        ports.close();
    }
}
