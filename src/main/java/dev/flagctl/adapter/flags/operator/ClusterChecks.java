// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.adapter.flagdformat.FlagdFormat;
import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.ClockSkew;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the FeatureFlag of an environment can be read and applied, without changing anything. */
final class ClusterChecks {

    private final ClusterCalls calls;
    private final FlagdFormat format;
    private final ResourceName name;
    private final Clock clock;
    private final List<Check> checks = new ArrayList<>();

    ClusterChecks(ClusterCalls calls, FlagdFormat format, ResourceName name, Clock clock) {
        this.calls = calls;
        this.format = format;
        this.name = name;
        this.clock = clock;
    }

    List<Check> all() {
        if (reached()) {
            each("rights", this::rights);
            each("resource", this::resource);
        }
        return checks;
    }

    private boolean reached() {
        try {
            Instant sent = clock.instant();
            HttpAnswer answer = calls.version(name);
            Instant received = clock.instant();
            checks.add(Check.ok("reachable", calls.server()));
            checks.add(Check.clock(ClockSkew.of(answer, sent, received)));
            String version =
                    ClusterCalls.parsed(answer.body()).path("gitVersion").asString("");
            checks.add(
                    version.isEmpty()
                            ? Check.unknown("version", "it does not say which version of Kubernetes it is")
                            : Check.ok("version", "Kubernetes " + version));
            return true;
        } catch (AdapterException e) {
            checks.add(
                    e.failure() == Failure.FORBIDDEN
                            ? Check.failed("token", e.sentence(), "give the adapter the token of a service account")
                            : Check.failed("reachable", e.sentence(), "correct \"server\" and \"ca\""));
            return false;
        }
    }

    private void rights() {
        List<String> missing = new ArrayList<>();
        for (String verb : List.of("get", "patch", "create")) {
            if (!calls.allows(name, verb)) {
                missing.add(verb);
            }
        }
        checks.add(
                missing.isEmpty()
                        ? Check.ok("token", "may get, patch and create FeatureFlags in " + name.namespace())
                        : Check.failed(
                                "token",
                                "may not " + String.join(", ", missing) + " FeatureFlags in " + name.namespace(),
                                "bind its service account to a role with these verbs on"
                                        + " featureflags.core.openfeature.dev"));
    }

    private void resource() {
        FlagText text = calls.read(name, "look at the resource");
        if (text == null) {
            checks.add(Check.warning(
                    "resource",
                    "there is no FeatureFlag " + name + " yet",
                    "the first apply makes it; correct \"namespace\" and \"name\" if it should be there"));
            return;
        }
        int flags = format.count(text);
        checks.add(Check.ok("resource", "FeatureFlag " + name + ", " + flags + (flags == 1 ? " flag" : " flags")));
        List<String> others = new OwnedFields(ClusterCalls.parsed(text.text())).others();
        if (!others.isEmpty()) {
            checks.add(Check.warning(
                    "owners",
                    String.join(", ", others) + " own fields of it too",
                    "what they own flagctl cannot change: see \"Ownership\" in docs/adapters/openfeature-operator.md"));
        }
    }

    private void each(String what, Runnable look) {
        try {
            look.run();
        } catch (AdapterException e) {
            checks.add(Check.failed(what, e.sentence(), "correct the adapter, or the rights of its token"));
        }
    }
}
