// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.WriteOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many writes carried out on the text of one file, in one pass. */
public interface FileBatch {

    /** Returns the text after all writes that can be done, or null when there is nothing to change. */
    @Nullable
    String changedText();

    /** Returns the outcomes when the text was stored, in the order of the writes. */
    List<WriteOutcome> outcomes();

    /** Returns the outcomes when the text could not be stored. */
    List<WriteOutcome> outcomesAfter(AdapterException failure);
}
