# SPDX-License-Identifier: Apache-2.0
"""
Evaluates flags with the engine of GO Feature Flag.

usage: goff_engine.py FLAG_FILE KEY < contexts, one JSON object a line
       goff_engine.py FLAG_FILE "*" < {"key": …, "context": …}, one a line

Prints one variation a line behind "= ": what the engine prints by itself cannot be taken for an answer.
"""

import json
import sys

from gofeatureflag_python_provider.wasm.evaluate_wasm import EvaluateWasm
from gofeatureflag_python_provider.wasm.model import WasmFlagContext, WasmInput

with open(sys.argv[1], encoding="utf-8") as file:
    flags = json.load(file)
engine = EvaluateWasm(pool_size=1)
engine.initialize()
for line in sys.stdin:
    asked = json.loads(line)
    if sys.argv[2] != "*":
        asked = {"key": sys.argv[2], "context": asked}
    try:
        answer = engine.evaluate(
            WasmInput(
                flagKey=asked["key"],
                flag=flags[asked["key"]],
                evalContext=asked["context"],
                flagContext=WasmFlagContext(),
            )
        )
        said = answer.variationType if not answer.errorCode else "error: %s %s" % (answer.errorCode, answer.errorDetails)
    except Exception as crash:  # the module traps, and is of no use afterwards
        print("= crash: %s" % type(crash).__name__)
        break
    print("= " + " ".join(said.split()))
