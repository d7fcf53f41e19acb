// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.adapter.ledger.sqlite.SqliteProvider;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Ledger;
import dev.flagctl.port.LedgerProvider;
import dev.flagctl.port.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in SQLite, which asks at a {@link Gate} before and after each write; it takes the place of {@code sqlite} where its class path says so.
 *
 * <p>The leases that it takes run out at once, so that a test need not wait a minute for that of a dead run: until somebody else takes it over, such a
 * lease still writes.
 */
public final class WatchedSqliteProvider implements LedgerProvider {

    /** The file in the folder of the project that names the port of the gate. */
    public static final String GATE = "gate.txt";

    private static final Set<String> WRITES = Set.of("acquire", "append", "prune", "renew", "takeOver", "release");

    @Override
    public String type() {
        return "sqlite";
    }

    @Override
    public Ledger open(Settings settings, AdapterHost host) {
        Ledger real = new SqliteProvider().open(settings, host);
        Socket gate = gate(host);
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    boolean writes = WRITES.contains(method.getName());
                    if (writes) {
                        ask(gate, Gate.BEFORE);
                    }
                    Object result = call(real, method, shortened(arguments));
                    if (writes) {
                        ask(gate, Gate.AFTER);
                    }
                    return result;
                });
    }

    private static @Nullable Object call(
            Ledger real, java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /** A lease is all that has a length. */
    private static @Nullable Object @Nullable [] shortened(@Nullable Object @Nullable [] arguments) {
        if (arguments == null || !(arguments[arguments.length - 1] instanceof Duration)) {
            return arguments;
        }
        @Nullable Object[] shorter = arguments.clone();
        shorter[arguments.length - 1] = Duration.ofMillis(1);
        return shorter;
    }

    private static Socket gate(AdapterHost host) {
        try {
            String port = Files.readString(host.root().resolve(GATE)).strip();
            Socket gate = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
            gate.setTcpNoDelay(true);
            return gate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void ask(Socket gate, int when) throws IOException {
        gate.getOutputStream().write(when);
        if (gate.getInputStream().read() < 0) {
            throw new IOException("the gate is closed");
        }
    }
}
