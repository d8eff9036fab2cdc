"""joblib over scikit-learn as a contender of `npm run bench -- selection`: `selection_sklearn.py FOLDER`.

MLPClassifier has no embeddings: categories are one-hot in a sparse matrix, which holds the same information. Three more
things are not adl's: its learning rate is constant, one output stands for both classes, and its first weights are its
own. Its alpha is divided by the rows of a batch where adl's is divided by all. It scores the last epoch only.
"""

import time

begun = time.perf_counter()

import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from selection_task import Clock, Rows, Task, auc, report
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

imported = time.perf_counter()


def fit(
    configuration: dict[str, Any],
    epochs: int,
    x: csr_matrix,
    y: np.ndarray,
    validation: csr_matrix,
    target: np.ndarray,
) -> list[float]:
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    size = configuration["batchSize"]
    model = MLPClassifier(
        hidden_layer_sizes=(configuration["units"],) * configuration["hiddenLayers"],
        alpha=configuration["l2"] * size,
        batch_size=min(size, len(y)),
        learning_rate_init=configuration["learningRate"],
        epsilon=1e-7,
        max_iter=epochs,
        n_iter_no_change=epochs + 1,
    )
    model.fit(x, y)
    return [auc(target, model.predict_proba(validation)[:, 1])]


def one_hot(rows: Rows, size: int) -> csr_matrix:
    count, numbers = rows.numeric.shape
    codes = rows.codes.astype(np.int32) + numbers
    width = numbers + codes.shape[1]
    places = np.concatenate([np.tile(np.arange(numbers, dtype=np.int32), (count, 1)), codes], axis=1)
    values = np.concatenate([rows.numeric, np.ones(codes.shape, np.float32)], axis=1)
    starts = np.arange(0, count * width + 1, width, dtype=np.int32)
    return csr_matrix((values.ravel(), places.ravel(), starts), shape=(count, numbers + size))


def main(folder: Path) -> None:
    clock = Clock()
    task = Task(folder)
    size = sum(task.sizes)
    training, validation = task.read("train"), task.read("validation")
    own = (one_hot(training, size), training.target, one_hot(validation, size), validation.target)
    clock.lap("reading")
    scores = Parallel(n_jobs=task.workers)(
        delayed(fit)(configuration, task.epochs, *own) for configuration in task.configurations
    )
    clock.lap("training")
    report(scores, {"import": imported - begun, **clock.seconds})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
