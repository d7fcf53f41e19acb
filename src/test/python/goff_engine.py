# SPDX-License-Identifier: Apache-2.0
"""Evaluates a flag with the engine of GO Feature Flag: usage goff_engine.py FLAG_FILE KEY < contexts, one JSON object a line; prints one variation a line."""

import json
import sys

from gofeatureflag_python_provider.wasm.evaluate_wasm import EvaluateWasm
from gofeatureflag_python_provider.wasm.model import WasmFlagContext, WasmInput

with open(sys.argv[1], encoding="utf-8") as file:
    flag = json.load(file)[sys.argv[2]]
engine = EvaluateWasm(pool_size=1)
engine.initialize()
for line in sys.stdin:
    answer = engine.evaluate(
        WasmInput(flagKey=sys.argv[2], flag=flag, evalContext=json.loads(line), flagContext=WasmFlagContext())
    )
    print(answer.variationType if not answer.errorCode else "error: %s %s" % (answer.errorCode, answer.errorDetails))
