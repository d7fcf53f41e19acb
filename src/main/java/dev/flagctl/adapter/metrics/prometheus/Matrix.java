// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.util.List;

/**
 * What a range query answered.
 *
 * @param series what took the series
 * @param warnings what the server said beside them
 * @param isPartial whether the server says that a part of what was asked for is missing
 * @param <T> what took the series
 */
record Matrix<T extends SeriesSink>(T series, List<String> warnings, boolean isPartial) {

    Matrix {
        warnings = List.copyOf(warnings);
        isPartial |= !warnings.isEmpty();
    }
}
