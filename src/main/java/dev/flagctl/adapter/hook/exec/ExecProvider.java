// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.hook.exec;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Hook;
import dev.flagctl.port.HookProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes hooks of type {@code exec}: {@code command} (a list: program and arguments, no shell), and if wanted {@code env} (further environment
 * variables) and {@code timeout}.
 */
public final class ExecProvider implements HookProvider {

    @Override
    public String type() {
        return "exec";
    }

    @Override
    public Hook open(Settings settings, AdapterHost host) {
        List<String> command = settings.list("command");
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new RefusedException(
                    "adapter \"" + settings.name() + "\" has no \"command\"",
                    "write the program and its arguments as a list, such as command: [./smoke-test.sh, --fast]");
        }
        Map<String, Secret> variables = settings.map("env");
        for (Map.Entry<String, Secret> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.startsWith("FLAGCTL_")) {
                throw new RefusedException(
                        "adapter \"" + settings.name() + "\" cannot set the environment variable \"" + name + "\"",
                        "use a name without \"=\" that does not begin with FLAGCTL_");
            }
        }
        return new ExecHook(settings.name(), command, variables, timeout(settings), host);
    }

    private static @Nullable Duration timeout(Settings settings) {
        Optional<String> text = settings.text("timeout");
        try {
            return text.map(DurationText::parse).orElse(null);
        } catch (DateTimeException e) {
            throw new RefusedException(
                    "adapter \"" + settings.name() + "\" has the timeout \"" + text.orElse("")
                            + "\", which is no duration",
                    "write a duration such as 5m");
        }
    }
}
