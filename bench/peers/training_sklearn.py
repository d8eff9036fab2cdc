"""scikit-learn as a contender of `npm run bench -- training`: MLPRegressor, MLPClassifier, one configuration.

`partial_fit` over a unit's rows in their order takes the very batches of the others. Three things differ, none of them
by 2% of a loss: it minimizes half of the squared error (Adam does not mind a factor), its epsilon is added before the
bias of the second moment is corrected, and the first `partial_fit` is what makes a network that can be given weights.
"""

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor
from training_contender import Workload, converse


class Perceptron:
    def __init__(self, workload: Workload) -> None:
        if workload.embedding:
            raise ValueError("scikit-learn has no embeddings")
        if workload.configurations != 1:
            raise ValueError("one configuration is expected")
        self.workload = workload
        self.model = model_of(workload)
        self.fit(np.arange(workload.batch))
        weights = workload.weights[0]
        self.model.coefs_ = [kernel.copy() for kernel in weights[0::2]]
        self.model.intercepts_ = [bias.copy() for bias in weights[1::2]]
        # Adam holds the weights that it was made with; without it, the next call makes one for those above.
        del self.model._optimizer

    def train(self, first: int, steps: int) -> list[list[float]]:
        factor = 2 if self.workload.regression else 1
        losses = []
        for unit in self.workload.units(first, steps):
            self.fit(self.workload.order[unit])
            losses.append(float(self.model.loss_) * factor)
        return [losses]

    def fit(self, rows: np.ndarray) -> None:
        x, y = self.workload.features[rows], self.workload.target[rows]
        if self.workload.regression:
            self.model.partial_fit(x, y)
        else:
            self.model.partial_fit(x, y, classes=np.arange(self.workload.layers[-1]))


def model_of(workload: Workload) -> MLPRegressor | MLPClassifier:
    kind = MLPRegressor if workload.regression else MLPClassifier
    return kind(
        hidden_layer_sizes=workload.layers[1:-1],
        alpha=0,
        batch_size=workload.batch,
        learning_rate_init=workload.adam["learningRates"][0],
        beta_1=workload.adam["beta1"],
        beta_2=workload.adam["beta2"],
        epsilon=workload.adam["epsilon"],
        shuffle=False,
    )


if __name__ == "__main__":
    converse(Perceptron)
