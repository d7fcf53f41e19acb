// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.guardrail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.DataState;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Missing;
import dev.flagctl.model.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole table of what missing data justifies at the deadline: each state, arm and role, with each action that a manifest may ask for. */
final class DataPolicyTest {

    private static final Action HOLD = Action.HOLD;
    private static final Action PAUSE = Action.PAUSE;
    private static final Action BACK = Action.ROLL_BACK;

    /** What is justified at most, by role: critical, guard, watch. */
    private record Row(DataState state, Missing missing, Action critical, Action guard, Action watch) {

        Action of(GuardrailRole role) {
            return switch (role) {
                case CRITICAL -> critical;
                case GUARD -> guard;
                case WATCH -> watch;
            };
        }
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>(List.of(
                new Row(DataState.NO_TRAFFIC, Missing.TREATMENT, BACK, BACK, HOLD),
                new Row(DataState.NO_TRAFFIC, Missing.CONTROL, PAUSE, PAUSE, HOLD),
                new Row(DataState.NO_TRAFFIC, Missing.BOTH, PAUSE, PAUSE, HOLD)));
        for (DataState state : List.of(DataState.NO_DATA, DataState.STALE)) {
            rows.add(new Row(state, Missing.TREATMENT, BACK, PAUSE, HOLD));
            rows.add(new Row(state, Missing.CONTROL, BACK, PAUSE, HOLD));
            rows.add(new Row(state, Missing.BOTH, PAUSE, PAUSE, HOLD));
        }
        for (DataState state : List.of(DataState.PARTIAL, DataState.ERROR, DataState.RESET, DataState.TOO_FEW)) {
            for (Missing missing : Missing.values()) {
                rows.add(new Row(state, missing, PAUSE, PAUSE, HOLD));
            }
        }
        return rows;
    }

    @Test
    void the_table_has_every_state_of_missing_data_for_every_arm() {
        Set<String> listed = new TreeSet<>();
        rows().forEach(row -> listed.add(row.state() + " " + row.missing()));
        Set<String> all = new TreeSet<>();
        for (DataState state : EnumSet.complementOf(EnumSet.of(DataState.OK))) {
            for (Missing missing : Missing.values()) {
                all.add(state + " " + missing);
            }
        }

        assertThat(listed).isEqualTo(all);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_lesser_of_what_is_asked_and_what_is_justified_follows(Row row) {
        for (GuardrailRole role : GuardrailRole.values()) {
            for (Action asked : Action.values()) {
                DataHold hold = DataPolicy.hold(
                        guardrail("errors", role, new Rule.WorseThanControl(0), 3, 50, asked),
                        row.state(),
                        row.missing(),
                        START);

                Action justified = row.of(role);
                assertThat(hold.action())
                        .as(role + " asks for " + asked)
                        .isEqualTo(asked.compareTo(justified) < 0 ? asked : justified);
                assertThat(hold.until()).isEqualTo(Given.minute(30));
            }
        }
    }
}
