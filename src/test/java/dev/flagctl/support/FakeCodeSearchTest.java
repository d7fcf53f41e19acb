// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.contract.CodeSearchContract;
import dev.flagctl.port.CodeSearch;

final class FakeCodeSearchTest implements CodeSearchContract {

    private final FakeCodeSearch code = new FakeCodeSearch();

    @Override
    public void file(String path, String content) {
        code.with(path, content);
    }

    @Override
    public void unsearchable() {
        code.fail();
    }

    @Override
    public CodeSearch open() {
        return code;
    }
}
