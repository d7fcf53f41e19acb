package dev.flagctl.port;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the composition root lends to adapters.
 *
 * @param clock the time
 * @param root folder that relative paths of the manifest start from
 * @param environment environment variables, for <code>${env:NAME}</code>
 * @param console where the console notifier speaks, one call per line
 */
public record AdapterHost(Clock clock, Path root, Map<String, String> environment, Consumer<String> console) {}
