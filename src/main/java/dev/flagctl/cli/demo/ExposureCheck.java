// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Asks the engine for every user after a change, and says what became of those who had the treatment before. */
public final class ExposureCheck {

    private static final String FLAG = "checkout-redesign";

    private final FlagdEngine engine;
    private final ShopUsers users;
    private final Deque<BitSet> before = new ArrayDeque<>();

    public ExposureCheck(FlagdEngine engine, ShopUsers users) {
        this.engine = engine;
        this.users = users;
        before.push(new BitSet());
    }

    /** Returns one line about who gets the treatment now. */
    public String line() {
        engine.reload();
        BitSet now = new BitSet();
        List<String> variants = engine.variants(FLAG, users.contexts(), false);
        for (int i = 0; i < variants.size(); i++) {
            now.set(i, variants.get(i).equals("on"));
        }
        String share = String.format(Locale.ROOT, "%.2f%%", 100.0 * now.cardinality() / variants.size());
        return String.format(Locale.ROOT, "%,d of %,d users get it (%s)", now.cardinality(), variants.size(), share)
                + compared(now);
    }

    private String compared(BitSet now) {
        BitSet last = before.getFirst();
        if (contains(now, last)) {
            before.push(now);
            return last.isEmpty() ? "" : "; all " + last.cardinality() + " of before among them";
        }
        while (before.size() > 1 && !before.getFirst().equals(now)) {
            before.pop();
        }
        boolean back = before.getFirst().equals(now);
        before.push(now);
        return back ? "; exactly those of that stage: the last adopters left first" : "; nobody was added";
    }

    private static boolean contains(BitSet all, BitSet some) {
        BitSet missing = (BitSet) some.clone();
        missing.andNot(all);
        return missing.isEmpty();
    }
}
