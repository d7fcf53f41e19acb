// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One arm in one bucket, of a histogram one edge of it. */
record PromRow(Map<String, Object> columns) implements AnswerRow {

    static PromRow of(Instant bucket, String arm) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("bucket", bucket);
        columns.put("arm", arm);
        return new PromRow(columns);
    }

    PromRow with(String column, Object value) {
        columns.put(column, value);
        return this;
    }

    @Override
    public boolean has(String column) {
        return columns.containsKey(column);
    }

    @Override
    public @Nullable Object value(String column) {
        return columns.get(column);
    }
}
