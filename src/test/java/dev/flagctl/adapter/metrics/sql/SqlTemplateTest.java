// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTemplateTest {

    private static final Set<String> KNOWN = Set.of("from", "arms");
    private static final Map<String, Object> VALUES = Map.of("from", 7L, "arms", List.of("off", "on"));

    private static SqlStatement bound(String query) {
        return SqlTemplate.parse(query, KNOWN).bound(VALUES);
    }

    @Test
    void names_become_question_marks_in_the_order_in_which_they_stand() {
        SqlStatement statement = bound("select a from t where v in (:arms) and at >= :from and :from < x;");

        assertThat(statement.sql()).isEqualTo("select a from t where v in (?, ?) and at >= ? and ? < x");
        assertThat(statement.values()).containsExactly("off", "on", 7L, 7L);
    }

    @Test
    void the_evidence_shows_the_query_as_written_with_its_values() {
        assertThat(bound("select a\n  from t\n  where at >= :from").shown())
                .isEqualTo("select a from t where at >= :from -- from=7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ':from' from t",
                "select 'it''s :from' from t",
                "select \":from\" from t",
                "select `:from` from t",
                "select 1 -- :from ; ?\n from t",
                "select 1 /* :from ; ? */ from t",
                "select $$:from ; ?$$ from t",
                "select $q$:from $$ $q$ from t",
                "select at::date, b ?? 'key' from t",
                "with t as (select 1) select * from t",
                "(select 1)"
            })
    void what_only_looks_like_a_parameter_is_left_as_it_is(String query) {
        SqlStatement statement = bound(query);

        assertThat(statement.sql()).isEqualTo(query);
        assertThat(statement.values()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select :form from t            | it names the parameter :form, which is not known
            select 1; drop table t         | it holds more than one statement
            select 1;;                     | it holds more than one statement
            delete from t                  | it begins with "delete"; write a query that only reads
            select ? from t                | it has a question mark
            select 'a from t               | is not closed
            select 1 /* from t             | is not closed
            -- nothing                     | it is empty
            """)
    void what_is_not_one_query_is_refused(String query, String problem) {
        assertThatThrownBy(() -> SqlTemplate.parse(query, KNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://db.example.com/t?user=me&password=secret   | jdbc:postgresql://db.example.com/t
            jdbc:postgresql://me:secret@db.example.com:5432/t            | jdbc:postgresql://db.example.com:5432/t
            jdbc:sqlserver://db.example.com;password=secret              | jdbc:sqlserver://db.example.com
            jdbc:oracle:thin:me/secret@//db.example.com/t                | jdbc:oracle://db.example.com/t
            jdbc:trino://db.example.com:443/hive                         | jdbc:trino://db.example.com:443/hive
            jdbc:sqlite:telemetry.db                                     | jdbc:sqlite:telemetry.db
            """)
    void an_address_is_shown_without_secrets(String url, String shown) {
        assertThat(new JdbcUrl(url).shown()).isEqualTo(shown);
    }
}
