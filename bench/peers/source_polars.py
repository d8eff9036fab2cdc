"""Sourcing with Polars: FILE FOLDER. Reads, types, profiles, checks, splits, encodes and shards as adl does, and prints what it
found as JSON. FOLDER gets train/part-N.parquet, validation.parquet and test.parquet."""

import json
import os
import resource
import sys

import polars as pl

from source_rules import verdicts

file, folder = sys.argv[1:]
numbers, texts = ["delay", "distance"], ["origin", "destination"]
table = pl.read_parquet(file).with_columns(late=pl.col("delay") > 15).with_row_index("row")
columns = ["date", *numbers, *texts, "late"]
rows = table.height
types = table.schema


def by(key):
    return table.group_by(key).agg(pl.len().alias("rows"), pl.col("late").mean().alias("mean"))


quantiles = {f"{name}_{q}": pl.col(name).quantile(q / 100) for name in numbers for q in (25, 50, 75)}
first = table.select(
    **{f"missing_{name}": pl.col(name).null_count() for name in columns},
    **{f"distinct_{name}": pl.col(name).n_unique() for name in columns},
    **{f"min_{name}": pl.col(name).min() for name in numbers},
    **{f"max_{name}": pl.col(name).max() for name in numbers},
    **{f"mean_{name}": pl.col(name).mean() for name in numbers},
    **{f"deviation_{name}": pl.col(name).std(ddof=0) for name in numbers},
    **quantiles,
    origin_matches=pl.col("origin").str.contains("^[A-Z0-9]{3}$").all(),
    correlation=pl.corr("delay", "distance"),
).row(0, named=True)

# The profile: histograms of numbers, frequent values, rows by week, and the target by each column.
histograms = {name: table[name].hist(bin_count=32) for name in numbers}
frequent = {name: table[name].value_counts(sort=True).head(100) for name in [*texts, "delay"]}
weeks = table.group_by(pl.col("date").dt.truncate("1w")).len()
by_column = {name: by(name) for name in texts}


def tenth(key):
    return (key.rank("min") * 10 / (rows + 1)).floor().alias("bin")


by_column |= {name: by(tenth(pl.col(name))) for name in ["date", *numbers]}
lengths = {name: sorted(table[name].str.len_chars().unique().to_list()) for name in texts}

facts = {
    "rows": rows,
    "missing": {name: first[f"missing_{name}"] for name in columns},
    "distinct": {name: first[f"distinct_{name}"] for name in columns},
    **{f"{name}_min": first[f"min_{name}"] for name in numbers},
    **{f"{name}_max": first[f"max_{name}"] for name in numbers},
    **{f"{name}_mean": first[f"mean_{name}"] for name in numbers},
    **{f"{name}_median": first[f"{name}_50"] for name in numbers},
    "delay_deviation": first["deviation_delay"],
    **{f"{name}_lengths": lengths[name] for name in texts},
    "origin_matches": first["origin_matches"],
    "correlation": first["correlation"],
}

# Exact shares of each class, in a shuffled order, as adl draws them.
shuffled = table.sample(fraction=1, shuffle=True, seed=0)
rank = pl.int_range(pl.len()).over("late")
size = pl.len().over("late")
split = (
    pl.when(rank < (size * 0.2).round()).then(pl.lit("test")).when(rank < (size * 0.4).round()).then(pl.lit("validation"))
).otherwise(pl.lit("train"))
parts = {name[0]: part for name, part in shuffled.with_columns(split=split).partition_by("split", as_dict=True).items()}
known = {name: parts["train"][name].unique().sort().to_list() for name in texts}


def encoded(some):
    date = pl.col("date")
    code = lambda name: pl.col(name).replace_strict(  # noqa: E731
        {value: at + 2 for at, value in enumerate(known[name])}, default=1, return_dtype=pl.Int32
    )
    return some.select(
        n0=date.dt.year().cast(pl.Float32),
        n1=date.dt.day().cast(pl.Float32),
        n2=date.dt.epoch("d").cast(pl.Float32),
        n3=pl.col("distance").cast(pl.Float32),
        c0=date.dt.month().cast(pl.Int32) + 1,
        c1=date.dt.weekday().cast(pl.Int32) % 7 + 2,
        c2=date.dt.hour().cast(pl.Int32) + 2,
        c3=code("origin"),
        c4=code("destination"),
        y=pl.col("late").cast(pl.Int32),
    )


os.makedirs(os.path.join(folder, "train"))
train = encoded(parts["train"])
step = -(-train.height // 8)
for at in range(8):
    train[at * step : (at + 1) * step].write_parquet(os.path.join(folder, "train", f"part-{at}.parquet"))
encoded(parts["validation"]).write_parquet(os.path.join(folder, "validation.parquet"))
encoded(parts["test"]).write_parquet(os.path.join(folder, "test.parquet"))

peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({**facts, "verdicts": verdicts(facts), "weeks": weeks.height, "peak": peak}, default=str))
