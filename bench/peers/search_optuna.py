"""Optuna asked for points and told their values, by lines of JSON: the values are those that adl is told.

A job is one line: {"kind": "tpe" | "halving", "space", "seed", ...}. Every point that is asked for is one line out, and its
values one line in: for `tpe` one number, for `halving` the numbers after each epoch of its curve. `{"done": true}` ends a job.
"""

import json
import sys
import warnings

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")


def main() -> None:
    for line in sys.stdin:
        job = json.loads(line)
        {"tpe": run_tpe, "halving": run_halving}[job["kind"]](job)
        say({"done": True})


def run_tpe(job: dict) -> None:
    sampler = optuna.samplers.TPESampler(multivariate=True, seed=job["seed"])
    study = optuna.create_study(direction="minimize", sampler=sampler)
    for _ in range(job["trials"]):
        trial = study.ask()
        say({"point": point(trial, job["space"])})
        study.tell(trial, hear())


def run_halving(job: dict) -> None:
    """Random points, stopped by the pruner at its defaults, until as many epochs are spent as adl may spend."""
    study = optuna.create_study(
        direction="minimize",
        sampler=optuna.samplers.RandomSampler(seed=job["seed"]),
        pruner=optuna.pruners.SuccessiveHalvingPruner(min_resource=1),
    )
    left = job["epochs"]
    while left > 0:
        trial = study.ask()
        say({"point": point(trial, job["space"])})
        curve = hear()
        for epoch, value in enumerate(curve[:left], start=1):
            left -= 1
            say({"seen": epoch})
            trial.report(value, epoch)
            if trial.should_prune():
                study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                break
        else:
            study.tell(trial, value)


def point(trial: optuna.Trial, space: dict) -> dict:
    values: dict = {}
    for name, parameter in space.items():
        conditions = parameter.get("when", {}).items()
        if all(parent in values and values[parent] in allowed for parent, allowed in conditions):
            values[name] = suggest(trial, name, parameter)
    return values


def suggest(trial: optuna.Trial, name: str, parameter: dict):
    kind = parameter["type"]
    if kind == "choice":
        return trial.suggest_categorical(name, parameter["values"])
    low, high, log = parameter["low"], parameter["high"], parameter.get("log", False)
    if kind == "int":
        return trial.suggest_int(name, low, high, log=log)
    if kind == "quantized":
        return trial.suggest_float(name, low, high, step=parameter["step"])
    return trial.suggest_float(name, low, high, log=kind == "log-uniform")


def say(message: dict) -> None:
    print(json.dumps(message), flush=True)


def hear():
    return json.loads(sys.stdin.readline())


main()
