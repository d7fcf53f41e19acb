// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.hook.exec;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.Redaction;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.Hook;
import dev.flagctl.port.HookCall;
import dev.flagctl.port.HookResult;
import dev.flagctl.port.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a command in the folder of the project; exit code 0 passes, anything else, and a late end, does not. */
final class ExecHook implements Hook, Checkable {

    private final String name;
    private final List<String> command;
    private final Map<String, Secret> variables;
    private final @Nullable Duration timeout;
    private final AdapterHost host;

    ExecHook(
            String name,
            List<String> command,
            Map<String, Secret> variables,
            @Nullable Duration timeout,
            AdapterHost host) {
        this.name = name;
        this.command = command;
        this.variables = variables;
        this.timeout = timeout;
        this.host = host;
    }

    @Override
    public HookResult run(HookCall call) {
        Duration longest = timeout != null && timeout.compareTo(call.deadline()) < 0 ? timeout : call.deadline();
        Redaction redaction = new Redaction(secrets());
        Process process = start(call);
        OutputTail output = OutputTail.of(process.getInputStream());
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                killTree(process);
                return result(false, output, redaction, "stopped: it took longer than " + seconds(longest));
            }
            int code = process.exitValue();
            return result(code == 0, output, redaction, code == 0 ? "" : "exit code " + code);
        } catch (InterruptedException e) {
            killTree(process);
            Thread.currentThread().interrupt();
            throw fault(Failure.UNKNOWN_OUTCOME, call, "the run was interrupted; the command was stopped", e);
        } catch (IOException e) {
            killTree(process);
            throw fault(Failure.UNKNOWN_OUTCOME, call, "its input could not be closed; the command was stopped", e);
        }
    }

    @Override
    public List<Check> check() {
        String program = command.get(0);
        boolean path = program.contains("/");
        Path place = found(program);
        if (place != null) {
            return List.of(Check.ok("program", place.toString()));
        }
        return List.of(Check.failed(
                "program",
                "\"" + program + "\" is no executable file " + (path ? "below " + host.root() : "on PATH"),
                "install it, make it executable, or correct \"command\""));
    }

    @Override
    public void close() {}

    private Process start(HookCall call) {
        ProcessBuilder builder =
                new ProcessBuilder(apart()).directory(host.root().toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(host.environment());
        try {
            variables.forEach((variable, value) -> environment.put(variable, value.value()));
            environment.put("FLAGCTL_FEATURE", call.key().feature());
            environment.put("FLAGCTL_ENVIRONMENT", call.key().environment());
            environment.put("FLAGCTL_VERSION", call.version());
            environment.put("FLAGCTL_STAGE", call.stage());
            environment.put("FLAGCTL_ACTION", call.action());
            environment.put("FLAGCTL_IDEMPOTENCY_KEY", call.idempotencyKey());
            return builder.start();
        } catch (IllegalArgumentException e) {
            // Not as a cause: the message of the platform quotes the value.
            throw fault(
                    Failure.REFUSED,
                    call,
                    "a value of its \"env\" has a character that the system does not allow",
                    null);
        } catch (IOException e) {
            throw notStarted(call, e);
        }
    }

    /**
     * Returns the command in a session of its own, where the system has setsid: Ctrl-C at the terminal asks flagctl to finish what it is at, and the terminal sends
     * it to every process of the session.
     */
    private List<String> apart() {
        Path program = found(command.get(0));
        Path setsid = found("setsid");
        if (program == null || setsid == null) {
            return command;
        }
        List<String> apart = new ArrayList<>();
        apart.add(setsid.toString());
        apart.addAll(command);
        return apart;
    }

    /** Returns the executable file that a program is, or null when there is none. */
    private @Nullable Path found(String program) {
        List<Path> places = new ArrayList<>();
        if (program.contains("/")) {
            places.add(host.root().resolve(program));
        } else {
            for (String folder : host.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
                places.add(Path.of(folder).resolve(program));
            }
        }
        for (Path place : places) {
            if (Files.isRegularFile(place) && Files.isExecutable(place)) {
                return place;
            }
        }
        return null;
    }

    private AdapterException notStarted(HookCall call, IOException e) {
        String said = String.valueOf(e.getMessage());
        // "error=13, …" on JDK 17, "error: 13 (…)" on JDK 25: EACCES of exec(2).
        if (said.contains("error=13") || said.contains("error: 13")) {
            return fault(
                    Failure.FORBIDDEN,
                    call,
                    "\"" + command.get(0) + "\" may not be run; make it executable (chmod +x)",
                    e);
        }
        return fault(
                Failure.REFUSED,
                call,
                "\"" + command.get(0)
                        + "\" could not be started; install it, or correct the adapter's \"command\" (searched on"
                        + " PATH, or from " + host.root() + " when it has a slash)",
                e);
    }

    private AdapterException fault(Failure failure, HookCall call, String reason, @Nullable Throwable cause) {
        return new AdapterException(failure, call.action() + " for " + call.key(), "hook " + name, reason, cause);
    }

    private static HookResult result(boolean passed, OutputTail output, Redaction redaction, String end)
            throws InterruptedException {
        return new HookResult(passed, output.text(redaction, end));
    }

    /** Stops the command and what it started; what began meanwhile is found by looking again, a few times at most. */
    private static void killTree(Process process) {
        for (int look = 0; look < 5; look++) {
            List<ProcessHandle> tree = process.descendants().toList();
            if (tree.isEmpty()) {
                break;
            }
            tree.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }

    private Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        host.environment().forEach((variable, value) -> {
            if (tellsOfASecret(variable)) {
                secrets.put(variable, value);
            }
        });
        variables.forEach((variable, value) -> {
            // Written in the manifest is no secret; taken from the environment of the run is one.
            if (!value.name().equals(variable) || tellsOfASecret(variable)) {
                secrets.put(value.name(), value.value());
            }
        });
        return secrets;
    }

    private static boolean tellsOfASecret(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        return upper.contains("TOKEN")
                || upper.contains("SECRET")
                || upper.contains("PASSW")
                || upper.contains("CREDENTIAL")
                || upper.endsWith("KEY");
    }

    private static String seconds(Duration length) {
        return length.toMillis() % 1000 == 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
    }
}
