// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagEvaluatorProvider;
import dev.flagctl.port.Settings;

/**
 * Makes flag evaluators of type {@code ofrep}: {@code url}, and if wanted {@code token} (sent as Bearer), {@code headers}, {@code ca} (PEM file)
 * and {@code timeout} (of one try, 5s by default).
 */
public final class OfrepProvider implements FlagEvaluatorProvider {

    /** An evaluation is a look-up in memory: what takes longer is in trouble. */
    private static final String USUAL_TIMEOUT = "5s";

    @Override
    public String type() {
        return "ofrep";
    }

    @Override
    public FlagEvaluator open(Settings settings, AdapterHost host) {
        WebSettings web = new WebSettings(settings, host).withHeaders();
        OfrepCalls evaluate = new OfrepCalls(
                settings.name(),
                settings.require("url"),
                web.headers(),
                web.calls(HttpLimits.USUAL, USUAL_TIMEOUT),
                web.redaction());
        return new OfrepFlagEvaluator(evaluate, host.clock());
    }
}
