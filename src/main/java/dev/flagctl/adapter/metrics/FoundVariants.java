// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.port.MetricQuery;
import java.util.Optional;
import java.util.TreeSet;

/** Which variants a source has samples of, to tell a flag that nobody meets from one whose variants are called otherwise. */
public final class FoundVariants {

    /** A flag may have many variants, and a broken log any number of them. */
    private static final int MOST = 5;

    private final MetricQuery query;
    private final TreeSet<String> others = new TreeSet<>();
    private boolean expected;
    private boolean more;

    /** Begins with none. */
    public FoundVariants(MetricQuery query) {
        this.query = query;
    }

    /** Notes a sample of a variant; empty for one that names none. */
    public void met(String variant) {
        if (variant.equals(query.treatment()) || variant.equals(query.control())) {
            expected = true;
        } else if (!expected && !more && !others.contains(variant)) {
            more = others.size() == MOST;
            if (!more) {
                others.add(variant);
            }
        }
    }

    /**
     * Says that there are samples, and all of them of other variants; empty when that is not so.
     *
     * @param help how the names are made to agree
     */
    public Optional<String> otherwise(String help) {
        if (expected || others.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder names = new StringBuilder();
        for (String each : others) {
            names.append(names.length() == 0 ? "" : ", ").append(each.isEmpty() ? "(none)" : each);
        }
        return Optional.of("found variants " + names + (more ? ", …" : "") + "; expected " + query.treatment() + ", "
                + query.control() + "; " + help);
    }
}
