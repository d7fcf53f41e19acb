// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.console;

import dev.flagctl.model.Notice;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.Notifier;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the person before the console: one line for the notice, one more for each fact. */
final class ConsoleNotifier implements Notifier, Checkable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Consumer<String> console;

    ConsoleNotifier(Consumer<String> console) {
        this.console = console;
    }

    @Override
    public void deliver(Notice notice) {
        String kind = notice.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        say(TIME.format(notice.time()) + "  " + notice.key() + " " + notice.version() + "  " + kind + ": "
                + notice.summary() + "  (" + notice.owner() + ")");
        int widest = 0;
        for (String name : notice.facts().keySet()) {
            widest = Math.max(widest, name.length());
        }
        for (Map.Entry<String, String> fact : notice.facts().entrySet()) {
            say("    " + fact.getKey() + " ".repeat(widest - fact.getKey().length() + 2) + fact.getValue());
        }
    }

    @Override
    public List<Check> check() {
        return List.of(Check.ok("console", "notices are said on standard error"));
    }

    @Override
    public void close() {}

    /** One line stays one line, and no text from outside moves the cursor or starts a command of a CI log. */
    private void say(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            plain.append(Character.isISOControl(c) ? ' ' : c);
        }
        console.accept(plain.toString());
    }
}
