"""The published way: a random forest over the benchmark's statistics and the bigrams of the column's name (Shah et al. 2021, table 2).

types_sklearn.py TRAIN [TEST]: JSON with the accuracy of the forest, and the folds of scikit-learn's GroupKFold(5) over TRAIN.
"""
import json
import sys

import numpy
import pandas
from scipy.sparse import csr_matrix, hstack
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

LEFT_OUT = ["Record_id", "Attribute_name", "y_act", "has_date", "mean_delim_count", "stdev_delim_count"]


def statistics(table):
    numbers = table.drop(columns=[c for c in table if c in LEFT_OUT or c.startswith("sample_")])
    return csr_matrix(numbers.astype(float).fillna(0).to_numpy())


def fitted(train):
    bigrams = CountVectorizer(analyzer="char", ngram_range=(2, 2), lowercase=False)
    names = bigrams.fit_transform(train["Attribute_name"].fillna("").astype(str))
    forest = RandomForestClassifier(100, random_state=0, n_jobs=2)
    forest.fit(hstack([statistics(train), names]).tocsr(), train["y_act"])
    return lambda table: forest.predict(
        hstack([statistics(table), bigrams.transform(table["Attribute_name"].fillna("").astype(str))]).tocsr()
    )


def judged(expected, given):
    return {
        "accuracy": float(numpy.mean(expected == given)),
        "macroF1": float(f1_score(expected, given, average="macro")),
    }


def main(train_path, test_path=None):
    train = pandas.read_csv(train_path)
    folds = numpy.zeros(len(train), dtype=int)
    given = numpy.empty(len(train), dtype=object)
    for fold, (rest, own) in enumerate(GroupKFold(5).split(train, groups=train["Record_id"])):
        folds[own] = fold
        given[own] = fitted(train.iloc[rest])(train.iloc[own])
    result = {"folds": folds.tolist(), "grouped": judged(train["y_act"].to_numpy(), given)}
    if test_path:
        test = pandas.read_csv(test_path)
        result["test"] = judged(test["y_act"].to_numpy(), fitted(train)(test))
    print(json.dumps(result))


main(*sys.argv[1:])
