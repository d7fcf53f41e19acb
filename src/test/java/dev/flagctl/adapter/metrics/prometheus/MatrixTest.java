// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer of a range query. */
final class MatrixTest {

    private static Matrix parse(String body) throws WrongAnswerException {
        return Matrix.parse(body, 1000, 60, 3);
    }

    @Test
    void values_stand_at_their_steps_and_what_is_not_there_is_no_number() throws WrongAnswerException {
        Matrix matrix = parse("""
                {"status":"success","data":{"resultType":"matrix","result":[
                  {"metric":{"__name__":"n","flag":"x"},"values":[[1000,"1"],[1120,"2.5"]]}]},"infos":["slow"]}""");

        Series series = matrix.series().get(0);
        assertThat(series.label("flag")).isEqualTo("x");
        assertThat(new double[] {series.value(0), series.value(1), series.value(2)})
                .containsExactly(1, Double.NaN, 2.5);
        assertThat(matrix.isPartial()).isFalse();
    }

    @Test
    void a_warning_or_a_part_makes_it_partial() throws WrongAnswerException {
        Matrix warned = parse("""
                {"status":"success","warnings":["a store was not asked"],"data":{"resultType":"matrix","result":[]}}""");
        Matrix part = parse("""
                {"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}""");

        assertThat(warned.isPartial()).isTrue();
        assertThat(warned.warnings()).containsExactly("a store was not asked");
        assertThat(part.isPartial()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>",
                "{\"status\":\"success\"}",
                "{\"status\":\"error\",\"error\":\"too many\"}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1000,\"1\"",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1030,\"1\"]]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1000,\"one\"]]}]}}",
            })
    void anything_else_is_wrong(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(WrongAnswerException.class);
    }
}
