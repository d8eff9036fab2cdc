"""Ray Tune over PyTorch as a contender of `npm run bench -- selection`: `selection_ray.py FOLDER VARIANT`.

A trial for each configuration, as many at once as there are workers, each of one thread. Rows are read once and lie in
Ray's shared memory; processes are used again from trial to trial; nothing is logged or checkpointed but the scores.
"""

import time

begun = time.perf_counter()

import logging
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

os.environ |= {
    "RAY_USAGE_STATS_ENABLED": "0",
    "TUNE_DISABLE_AUTO_CALLBACK_LOGGERS": "1",
    "RAY_TRAIN_ENABLE_V2_MIGRATION_WARNINGS": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}

import ray
import torch
from ray import tune
from selection_task import Clock, Rows, Task, report
from selection_torch import Data, score, train

imported = time.perf_counter()


def trial(
    drawn: dict[str, int], training: Rows, validation: Rows, task: dict[str, Any], variant: str
) -> None:
    # Rows in shared memory are not to be written, which PyTorch cannot know.
    warnings.filterwarnings("ignore", message="The given NumPy array is not writable")
    torch.set_num_threads(1)
    configuration = task["configurations"][drawn["at"]]
    data = Data(validation)
    for model in train(variant, configuration, Data(training), task["sizes"], task["epochs"]):
        tune.report({"auc": score(model, data)})


class Scores(tune.Callback):
    """What every trial reported, epoch by epoch."""

    def __init__(self, count: int) -> None:
        self.found: list[list[float]] = [[] for _ in range(count)]

    def on_trial_result(self, iteration: int, trials: list[Any], trial: Any, result: dict[str, Any], **_: Any) -> None:
        self.found[result["config"]["at"]].append(result["auc"])


def main(folder: Path, variant: str) -> None:
    clock = Clock()
    task = Task(folder)
    place = Path(tempfile.mkdtemp(prefix="ray-"))
    try:
        ray.init(
            num_cpus=task.workers,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            _temp_dir=str(place),
        )
        clock.lap("starting")
        rows = {"training": task.read("train"), "validation": task.read("validation")}
        clock.lap("reading")
        facts = {"configurations": task.configurations, "sizes": task.sizes, "epochs": task.epochs}
        scores = Scores(len(task.configurations))
        results = tune.Tuner(
            tune.with_resources(tune.with_parameters(trial, **rows, task=facts, variant=variant), {"cpu": 1}),
            param_space={"at": tune.grid_search(list(range(len(task.configurations))))},
            tune_config=tune.TuneConfig(metric="auc", mode="max", reuse_actors=True),
            run_config=tune.RunConfig(storage_path=str(place / "results"), verbose=0, callbacks=[scores]),
        ).fit()
        clock.lap("trials")
        for error in results.errors:
            raise error
    finally:
        ray.shutdown()
        shutil.rmtree(place, ignore_errors=True)
    clock.lap("ending")
    report(scores.found, {"import": imported - begun, **clock.seconds})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
