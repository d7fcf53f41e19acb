// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagEvaluatorProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes flag evaluators of type {@code ofrep}: {@code url}, and if wanted {@code token} (sent as Bearer), {@code headers}, {@code ca} (PEM file)
 * and {@code timeout} (of one try, 5s by default).
 */
public final class OfrepProvider implements FlagEvaluatorProvider {

    /** An evaluation is a look-up in memory: what takes longer is in trouble. */
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    @Override
    public String type() {
        return "ofrep";
    }

    @Override
    public FlagEvaluator open(Settings settings, AdapterHost host) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> hidden = new HashMap<>();
        settings.map("headers").forEach((name, value) -> {
            headers.put(name, value.value());
            hidden.put(value.name(), value.value());
        });
        Optional<Secret> token = settings.secret("token");
        token.ifPresent(each -> {
            headers.put("Authorization", "Bearer " + each.value());
            hidden.put(each.name(), each.value());
        });
        Redaction redaction = new Redaction(hidden);
        HttpCalls calls = new HttpCalls(
                HttpLimits.USUAL.withCall(timeout(settings)),
                ca(settings, host),
                redaction,
                host.clock(),
                host.sleeper()::sleep,
                host.random());
        OfrepCalls evaluate = new OfrepCalls(settings.name(), settings.require("url"), headers, calls, redaction);
        return new OfrepFlagEvaluator(evaluate, host.clock());
    }

    private static @Nullable Path ca(Settings settings, AdapterHost host) {
        return settings.text("ca").map(host.root()::resolve).orElse(null);
    }

    private static Duration timeout(Settings settings) {
        Optional<String> text = settings.text("timeout");
        try {
            Duration timeout = text.map(DurationText::parse).orElse(USUAL_TIMEOUT);
            if (!timeout.isZero() && !timeout.isNegative()) {
                return timeout;
            }
        } catch (DateTimeException e) {
            // Told below, with the others.
        }
        throw new RefusedException(
                "adapter \"" + settings.name() + "\" has the timeout \"" + text.orElse("")
                        + "\", which is no duration above zero",
                "write a duration such as 5s");
    }
}
