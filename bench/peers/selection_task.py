"""What the Python peers of `npm run bench -- selection` share: the very rows that adl encoded, and the network.

A folder holds selection.json (bench/selection/project.js writes it): the parts of the snapshot, what was fitted for its
numbers, the sizes of its categories, the configurations, epochs and threads.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as parquet

# As adl cuts off standardized numbers.
LIMIT = 10


@dataclass
class Rows:
    """Standardized numbers; codes, each column's in a range of its own; 0 or 1."""

    numeric: np.ndarray
    codes: np.ndarray
    target: np.ndarray


class Task:
    def __init__(self, folder: Path) -> None:
        plan = json.loads((folder / "selection.json").read_text())
        self.parts: dict[str, list[str]] = plan["parts"]
        self.statistics: list[dict[str, float]] = plan["numeric"]
        self.sizes: list[int] = plan["sizes"]
        self.configurations: list[dict[str, Any]] = plan["configurations"]
        self.epochs: int = plan["epochs"]
        self.workers: int = plan["workers"]

    def read(self, split: str) -> Rows:
        table = parquet.ParquetDataset(self.parts[split]).read(use_threads=False)

        def columns(prefix: str, count: int, kind: type) -> np.ndarray:
            taken = [table[f"{prefix}{at}"].to_numpy().astype(kind, copy=False) for at in range(count)]
            return np.ascontiguousarray(np.stack(taken, axis=1)) if taken else np.empty((len(table), 0), kind)

        numeric = columns("n", len(self.statistics), np.float32)
        codes = columns("c", len(self.sizes), np.int64)
        codes += np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.int64)
        return Rows(self.standardize(numeric), codes, table["y"].to_numpy().astype(np.int64))

    def standardize(self, numeric: np.ndarray) -> np.ndarray:
        mean = np.array([each["mean"] for each in self.statistics], np.float32)
        scale = np.array([each["scale"] for each in self.statistics], np.float32)
        missing = np.isnan(numeric)
        scaled = np.clip((np.where(missing, mean, numeric) - mean) / scale, -LIMIT, LIMIT)
        indicated = [at for at, each in enumerate(self.statistics) if each["missing"] > 0]
        return np.concatenate([scaled, missing[:, indicated].astype(np.float32)], axis=1)


def auc(target: np.ndarray, score: np.ndarray) -> float:
    """The area under the curve by ranks, equal scores in the middle of theirs."""
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    rank = (last - (counts - 1) / 2)[place]
    positive = int(target.sum())
    negative = len(target) - positive
    return float((rank[target == 1].sum() - positive * (positive + 1) / 2) / (positive * negative))


class Clock:
    """Seconds by what they were spent on."""

    def __init__(self) -> None:
        self.last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0) + now - self.last
        self.last = now


def report(scores: list[list[float]], seconds: dict[str, float], **more: Any) -> None:
    """The area of every configuration after every epoch that was scored, as the last line of the output."""
    print(json.dumps({"scores": scores, "seconds": seconds, **more}), flush=True)
