// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Listens for signals of the system. {@code sun.misc.Signal} is called by reflection, because its compiler warning cannot be silenced. */
final class Signals {

    private Signals() {}

    /**
     * Begins to listen. Where the JVM does not allow it, or the system has no such signal, it has its usual effect.
     *
     * @param name without {@code SIG}
     * @param action called on the thread of the signal; must not block
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "on " + name;
            };
            Object listener = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException notAllowed) {
            // Without it Ctrl-C still ends the process, and the next run continues from the ledger.
        }
    }
}
