"""PyTorch as a contender of `npm run bench -- selection`, one configuration after another: `selection_torch.py FOLDER VARIANT`.

eager: torch.optim.Adam, fused. compiled: the whole step, gradient and Adam, by torch.compile, once for each shape.
All rows lie in memory as tensors; an epoch picks them once in a random order, and its batches are views of that.
The network, its first weights, the loss, Adam, the decay and the learning rate's way down are those of adl's `mlp`.
"""

import time

begun = time.perf_counter()

import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from selection_task import Clock, Rows, Task, auc, report
from torch import Tensor, nn
from torch.func import functional_call, grad_and_value

imported = time.perf_counter()

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7
SCORED_AT_ONCE = 8192
Weights = dict[str, Tensor]
Batch = tuple[Tensor, Tensor, Tensor]


class Network(nn.Module):
    def __init__(self, numeric: int, sizes: list[int], shape: dict[str, Any]) -> None:
        super().__init__()
        width = shape["embedding"]
        widths = [numeric + width * len(sizes), *[shape["units"]] * shape["hiddenLayers"], 2]
        self.table = nn.Embedding(sum(sizes), width)
        self.dense = nn.ModuleList(nn.Linear(inputs, outputs) for inputs, outputs in zip(widths, widths[1:]))
        nn.init.uniform_(self.table.weight, -0.05, 0.05)
        for layer in self.dense:
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, numeric: Tensor, codes: Tensor) -> Tensor:
        x = torch.cat([numeric, self.table(codes).flatten(1)], 1)
        for layer in self.dense[:-1]:
            x = F.relu(layer(x))
        return self.dense[-1](x)


class Data:
    def __init__(self, rows: Rows) -> None:
        self.columns = tuple(torch.from_numpy(each) for each in (rows.numeric, rows.codes, rows.target))
        self.rows = len(rows.target)

    def batches(self, size: int) -> Iterator[Batch]:
        order = torch.randperm(self.rows)
        picked = [column.index_select(0, order).split(size) for column in self.columns]
        return zip(*picked)


class Eager:
    def __init__(self, model: Network, configuration: dict[str, Any]) -> None:
        self.model = model
        matrices = [each for each in model.parameters() if each.dim() > 1]
        biases = [each for each in model.parameters() if each.dim() == 1]
        groups = [{"params": matrices, "weight_decay": configuration["l2"]}, {"params": biases}]
        self.optimizer = torch.optim.Adam(
            groups, lr=configuration["learningRate"], betas=(BETA1, BETA2), eps=EPSILON, fused=True
        )

    def step(self, rate: float, numeric: Tensor, codes: Tensor, target: Tensor) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(self.model(numeric, codes), target).backward()
        self.optimizer.step()


class Compiled:
    """One graph a step. The last batch of an epoch, which is smaller, is taken by the same function uncompiled."""

    known: dict[tuple[int, ...], tuple[Callable[..., None], Callable[..., None]]] = {}

    def __init__(self, model: Network, configuration: dict[str, Any]) -> None:
        self.size: int = configuration["batchSize"]
        shape = (self.size, *(size for each in model.parameters() for size in each.shape))
        if shape not in self.known:
            step = step_of(model)
            self.known[shape] = step, torch.compile(step, fullgraph=True, dynamic=False)
        self.plain, self.whole = self.known[shape]
        self.weights = {name: value.detach() for name, value in model.named_parameters()}
        self.first = {name: torch.zeros_like(value) for name, value in self.weights.items()}
        self.second = {name: torch.zeros_like(value) for name, value in self.weights.items()}
        self.count = torch.zeros(())
        self.l2 = torch.tensor(configuration["l2"])

    @torch.no_grad()
    def step(self, rate: float, *batch: Tensor) -> None:
        step = self.whole if len(batch[0]) == self.size else self.plain
        step(self.weights, self.first, self.second, self.count, torch.tensor(rate), self.l2, *batch)


def step_of(model: Network) -> Callable[..., None]:
    slopes = grad_and_value(
        lambda weights, numeric, codes, target: F.cross_entropy(functional_call(model, weights, (numeric, codes)), target)
    )

    def step(
        weights: Weights, first: Weights, second: Weights, count: Tensor, rate: Tensor, l2: Tensor, *batch: Tensor
    ) -> None:
        gradients, _ = slopes(weights, *batch)
        count.add_(1)
        scale1 = rate / (1 - torch.exp(count * math.log(BETA1)))
        scale2 = 1 / (1 - torch.exp(count * math.log(BETA2)))
        for name, gradient in gradients.items():
            slope = gradient + l2 * weights[name] if gradient.dim() > 1 else gradient
            first[name].lerp_(slope, 1 - BETA1)
            second[name].mul_(BETA2).addcmul_(slope, slope, value=1 - BETA2)
            weights[name].sub_(scale1 * first[name] / ((second[name] * scale2).sqrt() + EPSILON))

    return step


variants: dict[str, type[Eager] | type[Compiled]] = {"eager": Eager, "compiled": Compiled}


def train(
    variant: str, configuration: dict[str, Any], data: Data, sizes: list[int], epochs: int
) -> Iterator[Network]:
    """The network after every epoch."""
    model = Network(data.columns[0].shape[1], sizes, configuration)
    learner = variants[variant](model, configuration)
    size = configuration["batchSize"]
    steps = epochs * math.ceil(data.rows / size)
    done = 0
    for _ in range(epochs):
        for batch in data.batches(size):
            learner.step(configuration["learningRate"] * (1 + math.cos(math.pi * done / steps)) / 2, *batch)
            done += 1
        yield model


@torch.inference_mode()
def score(model: Network, data: Data) -> float:
    numeric, codes, target = data.columns
    pieces = zip(numeric.split(SCORED_AT_ONCE), codes.split(SCORED_AT_ONCE))
    logits = torch.cat([model(*piece) for piece in pieces])
    return auc(target.numpy(), (logits[:, 1] - logits[:, 0]).numpy())


def main(folder: Path, variant: str) -> None:
    clock = Clock()
    task = Task(folder)
    torch.set_num_threads(task.workers)
    training, validation = Data(task.read("train")), Data(task.read("validation"))
    clock.lap("reading")
    scores: list[list[float]] = []
    for configuration in task.configurations:
        found = []
        for model in train(variant, configuration, training, task.sizes, task.epochs):
            clock.lap("training")
            found.append(score(model, validation))
            clock.lap("scoring")
        scores.append(found)
    report(scores, {"import": imported - begun, **clock.seconds})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
