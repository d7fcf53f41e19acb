// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.report.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What stands around the plans of the shop. */
public final class Covers {

    private Covers() {}

    public static PlanCover of(Shop shop) {
        return new PlanCover(
                "9f3c41d2a1b2c3d4",
                Map.of("production", List.of("unleash", "prom")),
                shop.features(),
                Duration.ofMillis(612),
                "production.plan",
                Shop.NOW.plus(Duration.ofHours(24)),
                "a1b2c3d",
                "../blob/a1b2c3d/manifests/",
                "flagctl apply production.plan",
                List.of());
    }
}
