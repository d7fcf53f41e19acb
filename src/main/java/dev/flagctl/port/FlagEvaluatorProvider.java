// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/** Makes a flag evaluator of one type; found by {@link java.util.ServiceLoader}. Must be cheap to load: it is loaded when any type is looked up. */
public interface FlagEvaluatorProvider extends AdapterProvider {

    /** Opens the adapter. Makes no call to the other side. */
    FlagEvaluator open(Settings settings, AdapterHost host);
}
