// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/** Makes a metric source of one type; found by {@link java.util.ServiceLoader}. Must be cheap to load: it is loaded when any type is looked up. */
public interface MetricSourceProvider extends AdapterProvider {

    /** Opens the adapter. Makes no call to the other side. */
    MetricSource open(Settings settings, AdapterHost host);
}
