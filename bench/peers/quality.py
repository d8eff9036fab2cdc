"""scikit-learn's logistic regression on the rows that adl wrote: one-hot for text, median and standard scale for numbers.

`scikit-learn` is fitted on the training rows alone, as adl's models are (adl uses the validation rows to choose only).
Two more rows show what else a person might do: fit on the validation rows too, and split dates into parts first.
Everything is at its default but max_iter, which is raised so that the solver converges.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def main(folder: Path) -> None:
    plan = json.loads((folder / "peer.json").read_text())
    rows = {name: read(folder / f"{name}.ndjson") for name in ("train", "validation", "test")}
    both = rows["train"] + rows["validation"]
    variants = {
        "scikit-learn": (rows["train"], False),
        "scikit-learn, dates in parts": (rows["train"], True),
        "scikit-learn, validation rows too": (both, False),
    }
    results = []
    for who, (fitting, in_parts) in variants.items():
        if in_parts and not any(column["type"] == "datetime" for column in plan["features"]):
            continue
        for metric, value in evaluate(plan, fitting, rows["test"], in_parts).items():
            results.append({"metric": metric, "who": who, "value": value})
    print(json.dumps(results))


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines() if line]


def evaluate(plan: dict, fitting: list[dict], test: list[dict], in_parts: bool) -> dict[str, float]:
    fit_table, kinds = table(plan["features"], fitting, in_parts)
    test_table, _ = table(plan["features"], test, in_parts)
    numbers = [at for at, kind in enumerate(kinds) if kind == "number"]
    texts = [at for at, kind in enumerate(kinds) if kind == "string"]
    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
            (OneHotEncoder(handle_unknown="ignore"), texts),
        ),
        LogisticRegression(max_iter=2000),
    )
    column = plan["target"]["column"]
    model.fit(fit_table, labels(fitting, column))
    truth = labels(test, column)
    scores = {}
    if "f1-macro" in plan["metrics"]:
        scores["f1-macro"] = f1_score(truth, model.predict(test_table), average="macro")
    if "average-precision" in plan["metrics"]:
        positive = plan["target"]["labels"][-1]
        at = list(model.classes_).index(positive)
        scores["average-precision"] = average_precision_score(truth == positive, model.predict_proba(test_table)[:, at])
    return scores


def table(features: list[dict], rows: list[dict], in_parts: bool) -> tuple[np.ndarray, list[str]]:
    columns, kinds = [], []
    for feature in features:
        values = [row.get(feature["name"]) for row in rows]
        if in_parts and feature["type"] == "datetime":
            columns += [[part(value, 0, 4) for value in values], [text(value)[5:7] for value in values]]
            kinds += ["number", "string"]
        elif feature["raw"] == "number":
            columns.append([number(value) for value in values])
            kinds.append("number")
        else:
            columns.append([text(value) for value in values])
            kinds.append("string")
    return np.array(columns, dtype=object).T, kinds


def labels(rows: list[dict], column: str) -> np.ndarray:
    return np.array([text(row[column]) for row in rows])


def number(value: object) -> float:
    return float("nan") if value in (None, "") else float(value)


def part(value: object, start: int, end: int) -> float:
    return float(text(value)[start:end] or "nan")


def text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    main(Path(sys.argv[1]))
