"""What both Python peers of `npm run bench -- training` share: the files of a workload, and the conversation.

A JSON object a line comes in, one goes out: {"prepare": folder}, {"train": {"from", "steps"}}, {"close": true}. The
answer to the second has `losses`: for each configuration the mean losses of equal runs of steps. bench/training/data.js
says what the files hold; bench/training/serve.js is the same conversation in JavaScript.
"""

import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np


class Contender(Protocol):
    def train(self, first: int, steps: int) -> list[list[float]]: ...


class Workload:
    def __init__(self, folder: Path) -> None:
        facts = json.loads((folder / "workload.json").read_text())
        self.layers: list[int] = facts["layers"]
        self.batch: int = facts["batch"]
        self.steps: int = facts["steps"]
        self.configurations: int = facts["configurations"]
        self.adam: dict[str, Any] = facts["adam"]
        self.embedding: dict[str, int] | None = facts.get("embedding")
        self.regression = self.layers[-1] == 1
        rows = facts["rows"]
        self.features = read(folder, "features", np.int32 if self.embedding else np.float32).reshape(rows, -1)
        self.target = read(folder, "target", np.float32 if self.regression else np.int32)
        self.order = read(folder, "order", np.int32).reshape(-1, self.steps * self.batch)
        weights = read(folder, "weights", np.float32).reshape(self.configurations, -1)
        self.weights = [self.split(flat) for flat in weights]

    def split(self, flat: np.ndarray) -> list[np.ndarray]:
        """A configuration's weights: an embedding's table, then each kernel [inputs, outputs] and its bias."""
        shapes: list[tuple[int, ...]] = []
        if self.embedding:
            shapes.append((self.embedding["columns"] * self.embedding["categories"], self.embedding["width"]))
        for inputs, outputs in zip(self.layers, self.layers[1:]):
            shapes += [(inputs, outputs), (outputs,)]
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
        return [part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes)]

    def units(self, first: int, steps: int) -> range:
        """The units that these steps are: a contender in Python trains whole ones."""
        if first % self.steps or steps % self.steps:
            raise ValueError(f"whole units of {self.steps} steps are expected, got {steps} from {first}")
        return range(first // self.steps, (first + steps) // self.steps)


def read(folder: Path, name: str, kind: type) -> np.ndarray:
    return np.fromfile(folder / f"{name}.bin", dtype=kind)


def converse(prepare: Callable[[Workload], Contender]) -> None:
    # What a compiler prints must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    contender: Contender | None = None

    def answer(message: dict[str, Any]) -> None:
        print(json.dumps(message), file=answers, flush=True)

    answer({"ready": True})
    for line in sys.stdin:
        command = json.loads(line)
        try:
            started = time.perf_counter()
            if "prepare" in command:
                workload = Workload(Path(command["prepare"]))
                started = time.perf_counter()
                contender = prepare(workload)
                answer({"ms": since(started)})
            elif "train" in command:
                losses = contender.train(command["train"]["from"], command["train"]["steps"])
                answer({"ms": since(started), "losses": losses})
            else:
                contender = None
                answer({"closed": True})
        except Exception:
            answer({"error": traceback.format_exc()})


def since(started: float) -> float:
    return (time.perf_counter() - started) * 1e3
