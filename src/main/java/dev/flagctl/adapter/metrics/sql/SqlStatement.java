// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.util.List;

/**
 * A query for JDBC.
 *
 * @param sql its text, with question marks
 * @param values what to bind to them, in order
 * @param shown the query as it is written, with its values, for the evidence
 */
record SqlStatement(String sql, List<Object> values, String shown) {

    SqlStatement {
        values = List.copyOf(values);
    }
}
