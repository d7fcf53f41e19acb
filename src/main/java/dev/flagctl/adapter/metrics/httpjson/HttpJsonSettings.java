// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Settings;
import java.time.Duration;

/**
 * The settings of an adapter: {@code url}, and if wanted {@code token} (sent as Bearer) or {@code user} and {@code password}, {@code headers}, {@code ca}
 * (PEM file), {@code timeout} (of one try), {@code largest-answer} (MiB) and {@code look-back}.
 */
final class HttpJsonSettings {

    private static final int USUAL_MEBIBYTES = 16;
    private static final int MOST_MEBIBYTES = 1024;

    private final Settings settings;

    HttpJsonSettings(Settings settings) {
        this.settings = settings;
    }

    /** Returns what makes the calls; nobody is called yet. */
    JsonCalls calls(AdapterHost host) {
        HttpLimits usual = HttpLimits.USUAL;
        HttpLimits limits = new HttpLimits(
                usual.connect(), usual.call(), usual.tries(), usual.longestWait(), (long) mebibytes() << 20);
        WebSettings web = new WebSettings(settings, host).withHeaders();
        return new JsonCalls(
                web.calls(limits, "30s"), "http-json \"" + settings.name() + "\"", web.url(), web.headers());
    }

    /** Returns how far back an empty answer is asked for again, to tell silence from nothing at all. */
    Duration lookBack() {
        return settings.duration("look-back", "7d");
    }

    private int mebibytes() {
        String text = settings.text("largest-answer").orElse(String.valueOf(USUAL_MEBIBYTES));
        try {
            int number = Integer.parseInt(text);
            if (number > 0 && number <= MOST_MEBIBYTES) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the others.
        }
        throw refused("largest-answer", text, "is no number of mebibytes from 1 to 1024", "write a number such as 16");
    }

    private RefusedException refused(String key, String text, String problem, String remedy) {
        return new RefusedException(
                "\"" + key + ": " + text + "\" of adapter \"" + settings.name() + "\" " + problem, remedy);
    }
}
