// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.support.FakeLedger;
import dev.flagctl.support.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specs that a ledger keeps: of the same name, environment and version the newest. */
final class PastSpecsTest {

    private static final String UNREADABLE = "written by a flagctl to come";

    private final TestClock clock = new TestClock();
    private final FakeLedger ledger = new FakeLedger(clock);
    private final Map<String, Feature> specs = new HashMap<>();

    @BeforeEach
    void several_versions_were_decided_for() {
        keep("search", "production", "1.0.0", "first");
        keep("search", "staging", "1.1.0", "only in staging");
        keep("search", "production", "2.0.0", "second");
        keep("search", "production", "1.0.0", "back to the first, in other words");
        keep("cart", "production", "3.0.0", "another feature");
        keep("search", "production", "1.0.0", UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "nothing",
            value = {
                "search, production, 1.0.0, 'back to the first, in other words'",
                "search, production, 2.0.0, second",
                "search, production, 1.1.0, nothing",
                "search, staging,    1.1.0, only in staging",
                "search, staging,    2.0.0, nothing",
                "search, production, 3.0.0, nothing",
                "cart,   production, 3.0.0, another feature",
                "search, production, 1.0,   nothing",
                "search, nowhere,    1.0.0, nothing",
                "sea,    production, 1.0.0, nothing",
            })
    void a_version_is_found_where_it_was_and_in_its_newest_words(
            String feature, String environment, String version, @Nullable String description) {
        PastSpecs past = new PastSpecs(ledger, parsing());

        assertThat(past.version(feature, environment, version)
                        .map(Feature::description)
                        .orElse(null))
                .isEqualTo(description);
    }

    private void keep(String name, String environment, String version, String description) {
        Feature spec = feature(name).version(version).description(description).build();
        specs.put(spec.specDigest(), spec);
        Lease lease = ledger.acquire("shop", new Lease.Holder("run-1", "dana", "", "", "", ""), Duration.ofMinutes(1));
        FeatureKey key = new FeatureKey(name, environment);
        ledger.append(
                lease,
                List.of(new EntryDraft(
                        clock.instant(), "run-1", "dana", EntryKind.SPEC, key, null, spec.specDigest(), null)));
        ledger.release(lease);
    }

    private Specs parsing() {
        return new Specs() {
            @Override
            public String canonical(String feature) {
                throw new AssertionError("nobody asks for the manifest");
            }

            @Override
            public Feature parse(String canonical) {
                Feature spec = specs.get(canonical);
                if (spec.description().equals(UNREADABLE)) {
                    throw new ManifestException(List.of());
                }
                return spec;
            }
        };
    }
}
