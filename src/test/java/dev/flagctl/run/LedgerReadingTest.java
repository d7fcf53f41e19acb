// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import static dev.flagctl.support.FeatureBuilder.approved;
import static dev.flagctl.support.FeatureBuilder.feature;
import static dev.flagctl.support.FeatureBuilder.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.codec.ApprovalJson;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryKind;
import dev.flagctl.port.Lease;
import dev.flagctl.support.FakeLedger;
import dev.flagctl.support.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a plan reads of a long history: all that it asks for, and not much more. */
final class LedgerReadingTest {

    private static final PlanScope PRODUCTION = new PlanScope(List.of("production"), Set.of(), false);
    private static final FeatureKey SEARCH = new FeatureKey("search", "production");

    private final TestClock clock = new TestClock();
    private final FakeLedger ledger = new FakeLedger(clock);
    private final Map<String, Feature> specs = new HashMap<>();
    private final AtomicInteger parsed = new AtomicInteger();
    private final LedgerReading reading = new LedgerReading(ledger, parsing());

    @Test
    void the_recorded_spec_of_an_edited_feature_is_found_behind_hundreds_that_came_to_nothing() {
        Feature wanted = keep("search", "wanted");
        for (int i = 0; i < 200; i++) {
            keep("search", "never done " + i);
        }
        Feature edited = feature("search").description("edited").build();

        Map<FeatureKey, Feature> previous = reading.previousSpecs(
                List.of(edited), Map.of(SEARCH, recorded(wanted, PositionKind.MOVING)), PRODUCTION);

        assertThat(previous).containsExactly(Map.entry(SEARCH, wanted));
    }

    @Test
    void a_spec_that_this_flagctl_cannot_read_hides_no_other() {
        Feature wanted = keep("search", "wanted");
        append(EntryKind.SPEC, SEARCH, "written by a flagctl to come");

        Map<FeatureKey, Feature> previous = reading.previousSpecs(
                List.of(feature("search").build()), Map.of(SEARCH, recorded(wanted, PositionKind.MOVING)), PRODUCTION);

        assertThat(previous).containsExactly(Map.entry(SEARCH, wanted));
    }

    @Test
    void no_more_specs_are_parsed_after_a_long_history_than_after_a_short_one() {
        for (int i = 0; i < 500; i++) {
            keep("search", "once " + i);
        }
        Feature newest = keep("search", "newest");

        reading.previousSpecs(
                List.of(feature("search").build()), Map.of(SEARCH, recorded(newest, PositionKind.DONE)), PRODUCTION);

        assertThat(parsed).hasValue(1);
    }

    @Test
    void of_many_edited_features_each_spec_is_found() {
        Map<FeatureKey, Recorded> recorded = new HashMap<>();
        List<Feature> edited = new java.util.ArrayList<>();
        Map<FeatureKey, Feature> wanted = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            String name = "feature-" + i;
            FeatureKey key = new FeatureKey(name, "production");
            wanted.put(key, keep(name, "wanted"));
            recorded.put(key, recorded(wanted.get(key), PositionKind.MOVING));
            edited.add(feature(name).description("edited").build());
        }
        for (int i = 0; i < 200; i++) {
            keep("feature-7", "never done " + i);
        }

        assertThat(reading.previousSpecs(edited, recorded, PRODUCTION)).isEqualTo(wanted);
    }

    @Test
    void words_on_other_versions_and_on_features_at_their_end_are_left_out() {
        Feature moving = gated("search", "2.0.0");
        Feature done = gated("cart", "1.0.0");
        Feature elsewhere = feature("menu").canary(stage(100, "1h")).build();
        word("search", "1.0.0", true);
        word("search", "2.0.0", false);
        word("search", "2.0.0", true);
        word("cart", "1.0.0", true);
        word("menu", "1.0.0", true);

        List<ApprovalRecord> words = reading.approvals(
                List.of(moving, done, elsewhere),
                Map.of(
                        SEARCH,
                        recorded(moving, PositionKind.MOVING),
                        new FeatureKey("cart", "production"),
                        recorded(done, PositionKind.DONE)),
                PRODUCTION);

        assertThat(words).extracting(ApprovalRecord::granted).containsExactly(false, true);
        assertThat(words).extracting(ApprovalRecord::key).containsOnly(SEARCH);
    }

    @Test
    void a_feature_that_is_not_recorded_or_was_edited_since_its_end_may_ask_again() {
        Feature edited = gated("search", "1.0.0");
        Feature before = feature("search").description("before").build();
        Feature fresh = gated("cart", "1.0.0");
        word("search", "1.0.0", true);
        word("cart", "1.0.0", true);

        List<ApprovalRecord> words = reading.approvals(
                List.of(edited, fresh), Map.of(SEARCH, recorded(before, PositionKind.DONE)), PRODUCTION);

        assertThat(words).extracting(word -> word.key().feature()).containsExactly("search", "cart");
    }

    private static Feature gated(String name, String version) {
        return feature(name)
                .version(version)
                .canary(approved(stage(50, "1h"), "leads"), stage(100, "1h"))
                .build();
    }

    private void word(String name, String version, boolean granted) {
        FeatureKey key = new FeatureKey(name, "production");
        ApprovalRecord word = new ApprovalRecord(key, version, "50%", "leads", "dana", granted, "", clock.instant());
        append(granted ? EntryKind.APPROVED : EntryKind.REJECTED, key, ApprovalJson.write(word));
    }

    private Feature keep(String name, String description) {
        Feature spec = feature(name).description(description).build();
        specs.put(spec.specDigest(), spec);
        append(EntryKind.SPEC, new FeatureKey(name, "production"), spec.specDigest());
        return spec;
    }

    private void append(EntryKind kind, FeatureKey key, String body) {
        Lease lease = ledger.acquire("shop", new Lease.Holder("run-1", "dana", "", "", "", ""), Duration.ofMinutes(1));
        ledger.append(lease, List.of(new EntryDraft(clock.instant(), "run-1", "dana", kind, key, null, body, null)));
        ledger.release(lease);
    }

    private static Recorded recorded(Feature feature, PositionKind kind) {
        Instant since = Instant.parse("2026-11-01T00:00:00Z");
        Position position = new Position(feature.version(), 0, "50%", kind, since, since, 0, null, "", null, Set.of());
        FlagState flag = new FlagState(Map.of("on", true, "off", false), "on", "off", Exposure.NONE, "userId", "salt");
        return new Recorded(position, flag, feature.specDigest());
    }

    private Specs parsing() {
        return new Specs() {
            @Override
            public String canonical(String feature) {
                throw new AssertionError("nobody asks for the manifest");
            }

            @Override
            public Feature parse(String canonical) {
                parsed.incrementAndGet();
                Feature spec = specs.get(canonical);
                if (spec == null) {
                    throw new ManifestException(List.of());
                }
                return spec;
            }
        };
    }
}
