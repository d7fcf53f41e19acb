// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer of a range query. */
final class MatrixReaderTest {

    private static final PromRange RANGE = new PromRange("n", 1000, 60, 3);

    /** Keeps each series as a text. */
    private static final class Texts implements SeriesSink {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void take(Series series) {
            texts.add(series.label("flag") + ": " + series.value(0) + " " + series.value(1) + " " + series.value(2));
        }
    }

    private static Matrix<Texts> read(InputStream body) throws WrongAnswerException, IOException {
        return MatrixReader.read(body, RANGE, List.of("flag"), new Texts());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Matrix<Texts> read(String body) throws WrongAnswerException, IOException {
        return read(stream(body));
    }

    @Test
    void values_stand_at_their_steps_and_what_is_not_there_is_no_number() throws Exception {
        Matrix<Texts> matrix = read("""
                {"status":"success","data":{"resultType":"matrix","result":[
                  {"metric":{"__name__":"n","flag":"x"},"values":[[1000,"1"],[1120,"2.5"]]}]},"infos":["slow"]}""");

        assertThat(matrix.series().texts).containsExactly("x: 1.0 NaN 2.5");
        assertThat(matrix.isPartial()).isFalse();
    }

    @Test
    void nothing_of_a_series_is_left_in_the_next() throws Exception {
        Matrix<Texts> matrix = read("""
                {"status":"success","data":{"resultType":"matrix","result":[
                  {"metric":{"flag":"x"},"values":[[1000,"1"],[1060,"2"],[1120,"3"]]},
                  {"values":[[1060.000,"4"]],"metric":{}}]}}""");

        assertThat(matrix.series().texts).containsExactly("x: 1.0 2.0 3.0", ": NaN 4.0 NaN");
    }

    @Test
    void a_warning_or_a_part_makes_it_partial() throws Exception {
        Matrix<Texts> warned = read("""
                {"status":"success","warnings":["a store was not asked"],"data":{"resultType":"matrix","result":[]}}""");
        Matrix<Texts> part = read("""
                {"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}""");

        assertThat(warned.isPartial()).isTrue();
        assertThat(warned.warnings()).containsExactly("a store was not asked");
        assertThat(part.isPartial()).isTrue();
    }

    @Test
    void a_body_that_cannot_be_read_is_no_wrong_answer() {
        InputStream broken = new FilterInputStream(stream("{\"status\":")) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                if (read < 0) {
                    throw new EOFException("the connection is gone");
                }
                return read;
            }
        };

        assertThatThrownBy(() -> read(broken)).isInstanceOf(EOFException.class).hasMessage("the connection is gone");
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
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}{}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1000,\"1\"",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1030,\"1\"]]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[940,\"1\"]]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1180,\"1\"]]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1000,1]]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[null,\"1\"]]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1000,\"one\"]]}]}}",
            })
    void anything_else_is_wrong(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(WrongAnswerException.class);
    }
}
