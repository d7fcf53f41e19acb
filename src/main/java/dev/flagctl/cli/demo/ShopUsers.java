// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The people of the example shop, as evaluation contexts. */
public final class ShopUsers {

    /** One user of a hundred works for the shop. */
    private static final int EMPLOYEE_EVERY = 100;

    private final List<Map<String, String>> contexts;

    public ShopUsers(int count) {
        List<Map<String, String>> users = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String domain = i % EMPLOYEE_EVERY == 0 ? "shop.example" : "mail.example";
            String key = "user-" + i;
            users.add(Map.of("targetingKey", key, "userId", key, "email", key + "@" + domain));
        }
        this.contexts = List.copyOf(users);
    }

    /** Returns the evaluation contexts, always in the same order. */
    public List<Map<String, String>> contexts() {
        return contexts;
    }
}
