"""Sourcing with pandas and scikit-learn: FILE FOLDER. Reads, types, profiles, checks, splits, encodes and shards as adl does,
and prints what it found as JSON. FOLDER gets train/part-N.parquet, validation.parquet and test.parquet."""

import json
import os
import resource
import sys

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder

from source_rules import verdicts

file, folder = sys.argv[1:]
table = pd.read_parquet(file)
numbers, texts = ["delay", "distance"], ["origin", "destination"]


def late_by(keys):
    return table.groupby(keys, observed=True)["late"].agg(["size", "mean"])


table["late"] = table["delay"] > 15
rows = len(table)
types = {name: str(table[name].dtype) for name in table}
missing = {name: int(table[name].isna().sum()) for name in table}
distinct = {name: int(table[name].nunique()) for name in table}

# The profile: quartiles and a histogram of numbers, frequent values, rows by week, and the target by each column.
described = table[numbers].describe()
histograms = {name: np.histogram(table[name], bins=32)[0].tolist() for name in numbers}
frequent = {name: table[name].value_counts().head(100) for name in [*texts, "delay"]}
weeks = table.groupby(table["date"].dt.to_period("W")).size()
by_column = {name: late_by(name) for name in texts}
by_column |= {name: late_by(pd.qcut(table[name], 10, duplicates="drop")) for name in numbers}
by_column["date"] = late_by(pd.qcut(table["date"], 10))
lengths = {name: table[name].str.len() for name in texts}

facts = {
    "rows": rows,
    "missing": missing,
    "distinct": distinct,
    **{f"{name}_min": float(table[name].min()) for name in numbers},
    **{f"{name}_max": float(table[name].max()) for name in numbers},
    **{f"{name}_mean": float(described[name]["mean"]) for name in numbers},
    **{f"{name}_median": float(described[name]["50%"]) for name in numbers},
    "delay_deviation": float(table["delay"].std(ddof=0)),
    **{f"{name}_lengths": sorted(int(one) for one in lengths[name].unique()) for name in texts},
    "origin_matches": bool(table["origin"].str.fullmatch("[A-Z0-9]{3}").all()),
    "correlation": float(table["delay"].corr(table["distance"])),
}

rest, test = train_test_split(table, test_size=0.2, stratify=table["late"], random_state=0)
train, validation = train_test_split(rest, test_size=0.25, stratify=rest["late"], random_state=0)
encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit(train[texts])


def encoded(some):
    date = some["date"]
    codes = encoder.transform(some[texts]).astype(np.int32) + 2
    return pd.DataFrame(
        {
            "n0": date.dt.year.astype(np.float32),
            "n1": date.dt.day.astype(np.float32),
            "n2": (date.dt.normalize() - pd.Timestamp(0)).dt.days.astype(np.float32),
            "n3": some["distance"].astype(np.float32),
            "c0": date.dt.month.astype(np.int32) + 1,
            "c1": (date.dt.day_of_week + 1).astype(np.int32) % 7 + 2,
            "c2": date.dt.hour.astype(np.int32) + 2,
            "c3": codes[:, 0],
            "c4": codes[:, 1],
            "y": some["late"].astype(np.int32),
        }
    )


os.makedirs(os.path.join(folder, "train"))
for at, part in enumerate(np.array_split(np.arange(len(train)), 8)):
    encoded(train.iloc[part]).to_parquet(os.path.join(folder, "train", f"part-{at}.parquet"), index=False)
encoded(validation).to_parquet(os.path.join(folder, "validation.parquet"), index=False)
encoded(test).to_parquet(os.path.join(folder, "test.parquet"), index=False)

peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({**facts, "verdicts": verdicts(facts), "weeks": len(weeks), "peak": peak}))
