"""Grows a peer's trees over a table that lies in a folder: trees.py PEER FOLDER THREADS OUT SETTINGS"""

import json
import resource
import sys
import time

import numpy as np

peer, folder, threads, out, settings = sys.argv[1:]
threads, settings = int(threads), json.loads(settings)
facts = json.load(open(f"{folder}/table.json"))
numbers, sizes, classes = facts["numbers"], facts["sizes"], facts["classes"]


def read(part):
    numeric = np.fromfile(f"{folder}/{part}.numeric", np.float32).reshape(-1, numbers)
    rows = facts["rows"][part]
    codes = np.fromfile(f"{folder}/{part}.codes", np.int32).reshape(rows, len(sizes))
    target = np.fromfile(f"{folder}/{part}.target", np.float64).astype(np.int32)
    numeric = numeric if numbers else np.empty((rows, 0), np.float32)
    return np.hstack([numeric, codes.astype(np.float32)]), target


train, y = read("train")
test, _ = read("test")
categories = list(range(numbers, numbers + len(sizes)))


def lightgbm():
    import lightgbm as lgb

    options = {
        "objective": "binary" if classes == 2 else "multiclass",
        **({} if classes == 2 else {"num_class": classes}),
        "learning_rate": settings["learningRate"],
        "num_leaves": settings["maxLeaves"],
        "min_data_in_leaf": settings["minRows"],
        "min_sum_hessian_in_leaf": settings["minHessian"],
        "lambda_l2": settings["l2"],
        "max_bin": settings["bins"],
        "num_threads": threads,
        "verbosity": -1,
    }

    def fit():
        data = lgb.Dataset(train, y, categorical_feature=categories, params=options)
        return lgb.train(options, data, settings["rounds"])

    return fit, lambda model: both(model.predict(test, num_threads=threads))


def xgboost():
    import pandas
    import xgboost as xgb

    def frame(rows):
        table = pandas.DataFrame({f"n{at}": rows[:, at] for at in range(numbers)})
        for at, size in zip(categories, sizes):
            codes = rows[:, at].astype(np.int32)
            table[f"c{at}"] = pandas.Categorical.from_codes(codes, categories=range(size))
        return table

    held = frame(train)
    options = {
        "objective": "binary:logistic" if classes == 2 else "multi:softprob",
        **({} if classes == 2 else {"num_class": classes}),
        "tree_method": "hist",
        "grow_policy": "lossguide",
        "max_depth": 0,
        "max_leaves": settings["maxLeaves"],
        "eta": settings["learningRate"],
        "min_child_weight": settings["minHessian"],
        "reg_lambda": settings["l2"],
        "max_bin": settings["bins"],
        "nthread": threads,
    }

    def fit():
        data = xgb.QuantileDMatrix(held, y, enable_categorical=True, nthread=threads, max_bin=settings["bins"])
        return xgb.train(options, data, settings["rounds"])

    return fit, lambda model: both(model.predict(xgb.DMatrix(frame(test), enable_categorical=True)))


def sklearn():
    from sklearn.ensemble import HistGradientBoostingClassifier

    # It takes no column of more than 255 categories: such are numbers to it.
    few = [at for at, size in zip(categories, sizes) if size <= settings["bins"]]
    model = HistGradientBoostingClassifier(
        learning_rate=settings["learningRate"],
        max_iter=settings["rounds"],
        max_leaf_nodes=settings["maxLeaves"],
        min_samples_leaf=settings["minRows"],
        l2_regularization=settings["l2"],
        max_bins=settings["bins"],
        categorical_features=few or None,
        early_stopping=False,
    )
    return lambda: model.fit(train, y), lambda fitted: fitted.predict_proba(test)


def both(predicted):
    return predicted if predicted.ndim == 2 else np.column_stack([1 - predicted, predicted])


fit, predict = {"lightgbm": lightgbm, "xgboost": xgboost, "sklearn": sklearn}[peer]()
begun = time.perf_counter()
model = fit()
seconds = time.perf_counter() - begun
peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.perf_counter()
predictions = predict(model)
predicting = time.perf_counter() - begun
np.ascontiguousarray(predictions, np.float64).tofile(out)
print(json.dumps({"seconds": seconds, "peak": peak, "rowsPerSecond": len(test) / predicting}))
