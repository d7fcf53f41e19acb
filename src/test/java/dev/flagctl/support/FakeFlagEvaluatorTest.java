// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.contract.FlagEvaluatorContract;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import java.util.Map;
import java.util.function.Function;

final class FakeFlagEvaluatorTest implements FlagEvaluatorContract {

    @Override
    public FlagEvaluator serving(Map<String, Function<Map<String, Object>, Evaluation>> flags) {
        FakeFlagEvaluator evaluator = new FakeFlagEvaluator();
        flags.forEach(evaluator::serve);
        return evaluator;
    }
}
