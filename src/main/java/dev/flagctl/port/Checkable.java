// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.util.List;

/** An adapter that can say whether it would work, for {@code flagctl doctor}. A flag service is asked per environment: see {@link FlagService#check}. */
public interface Checkable {

    /** Looks, without changing anything at the other side. Never throws for what it finds: a failure to reach it is a {@link Check}. */
    List<Check> check();
}
