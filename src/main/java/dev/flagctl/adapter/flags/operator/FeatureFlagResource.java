// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flagdformat.FlagdFormat;
import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.Layout;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.ControlLimit;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.Percent;
import dev.flagctl.port.FlagWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The FeatureFlag resource {@code core.openfeature.dev/v1beta1}: flags in flagd's format at {@code spec.flagSpec}
 * (https://github.com/open-feature/open-feature-operator, api/core/v1beta1/featureflag_types.go). Its schema wants a {@code defaultVariant} and
 * knows no {@code description}.
 */
final class FeatureFlagResource {

    static final String API_VERSION = "core.openfeature.dev/v1beta1";
    static final String KIND = "FeatureFlag";

    private static final List<String> FLAG_SPEC = List.of("spec", "flagSpec");

    private FeatureFlagResource() {}

    /** Returns how flags stand in such a resource. */
    static FlagdFormat format(FlagFormat format) {
        Map<String, String> head = new LinkedHashMap<>();
        head.put("apiVersion", API_VERSION);
        head.put("kind", KIND);
        return new FlagdFormat(format, head, FLAG_SPEC);
    }

    /** Returns what flags in such a resource can express: all that flagd can. */
    static Capabilities capabilities(FlagdBucketing bucketing, Duration settles, List<String> gaps) {
        return new Capabilities(
                        new Percent(1),
                        Capabilities.Audiences.ALL,
                        true,
                        true,
                        true,
                        true,
                        false,
                        settles,
                        bucketing,
                        gaps)
                .withControl(ControlLimit.NONE);
    }

    /** Returns a resource without flags. */
    static String blank(FlagFormat format, ResourceName name) {
        String namespace = name.namespace().isEmpty() ? "" : ", \"namespace\": " + Layout.quoted(name.namespace());
        String metadata = "{\"name\": " + Layout.quoted(name.name()) + namespace + "}";
        return switch (format) {
            case JSON -> """
                {
                  "apiVersion": "%s",
                  "kind": "%s",
                  "metadata": %s,
                  "spec": {
                    "flagSpec": {
                      "flags": {}
                    }
                  }
                }
                """.formatted(API_VERSION, KIND, metadata);
            case YAML -> """
                apiVersion: %s
                kind: %s
                metadata: %s
                spec:
                  flagSpec:
                    flags: {}
                """.formatted(API_VERSION, KIND, metadata);
        };
    }

    /** Returns the writes without what the resource's schema does not know. */
    static List<FlagWrite> storable(List<FlagWrite> writes) {
        List<FlagWrite> storable = new ArrayList<>(writes.size());
        for (FlagWrite write : writes) {
            FlagSpec spec = write.spec();
            FlagSpec plain = new FlagSpec(spec.key(), spec.serve(), spec.owns(), "", spec.unit());
            storable.add(new FlagWrite(plain, write.before(), write.after()));
        }
        return storable;
    }
}
