// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.AnswerRow;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The row that a result stands on. Columns are found by their names, whatever their case; a timestamp without time zone is read as UTC. */
final class SqlRow implements AnswerRow {

    private final ResultSet result;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);

    SqlRow(ResultSet result) throws SQLException, SqlFault {
        this.result = result;
        ResultSetMetaData about = result.getMetaData();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            String name = about.getColumnLabel(i).toLowerCase(Locale.ROOT);
            if (columns.put(name, i) != null) {
                throw new SqlFault(SqlFault.Kind.QUERY, "it answers two columns with the name " + name);
            }
        }
    }

    @Override
    public boolean has(String column) {
        return columns.containsKey(column);
    }

    @Override
    public @Nullable Object value(String column) throws WrongAnswerException {
        Integer place = columns.get(column);
        if (place == null) {
            return null;
        }
        try {
            return plain(result.getObject(place), place);
        } catch (SQLException e) {
            throw new WrongAnswerException("the column " + column + " cannot be read: " + e.getMessage());
        }
    }

    private @Nullable Object plain(@Nullable Object value, int place) throws SQLException {
        if (value instanceof Timestamp) {
            // Not what the timestamp itself says: without a zone it would be of the zone of this process.
            return result.getTimestamp(place, utc).toInstant();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        if (value == null
                || value instanceof Number
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Instant) {
            return value;
        }
        return value.toString();
    }
}
