"""PyTorch as a contender of `npm run bench -- training`: `training_torch.py VARIANT THREADS`.

adam, foreach, fused: eager, with that implementation of torch.optim.Adam.
compiled-loss: model and loss by torch.compile, fused Adam.
compiled, autotuned: the whole step, gradient and Adam, as one torch.compile graph, at its default and at its best.
vmap, vmap-compiled, vmap-autotuned: all configurations at once by torch.func, Adam as functions.
All but the last three train the configurations one after another.
"""

import math
import sys
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call, grad_and_value, stack_module_state, vmap
from training_contender import Workload, converse

Weights = dict[str, Tensor]
# Weights, Adam's first and second moments, steps taken, learning rate or rates.
State = tuple[Weights, Weights, Weights, Tensor, Tensor]


class Network(nn.Module):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        sizes = list(zip(workload.layers, workload.layers[1:]))
        shape = workload.embedding
        self.table = nn.Embedding(shape["columns"] * shape["categories"], shape["width"]) if shape else None
        self.dense = nn.ModuleList(nn.Linear(inputs, outputs) for inputs, outputs in sizes)

    def forward(self, x: Tensor) -> Tensor:
        if self.table is not None:
            x = self.table(x).flatten(1)
        for layer in self.dense[:-1]:
            x = F.relu(layer(x))
        return self.dense[-1](x)


class Data:
    """The rows, and a unit of them in its order, of which the batches are slices."""

    def __init__(self, workload: Workload) -> None:
        self.batch = workload.batch
        self.order = torch.from_numpy(workload.order)
        self.target = torch.from_numpy(workload.target)
        self.features = torch.from_numpy(workload.features)
        if not workload.regression:
            self.target = self.target.long()
        if workload.embedding:
            first = torch.arange(workload.embedding["columns"]) * workload.embedding["categories"]
            self.features = self.features.long() + first

    def batches(self, unit: int) -> list[tuple[Tensor, Tensor]]:
        order = self.order[unit]
        x, y = self.features.index_select(0, order), self.target.index_select(0, order)
        return list(zip(x.split(self.batch), y.split(self.batch)))


def networks(workload: Workload) -> list[Network]:
    models = []
    for weights in workload.weights:
        model = Network(workload)
        arrays = [torch.from_numpy(array.T.copy() if array.ndim == 2 else array.copy()) for array in weights]
        if model.table is not None:
            arrays[0] = arrays[0].T.contiguous()
        model.load_state_dict(dict(zip([name for name, _ in model.named_parameters()], arrays)))
        models.append(model)
    return models


def loss_of(workload: Workload) -> Callable[[Tensor, Tensor], Tensor]:
    if workload.regression:
        return lambda output, target: F.mse_loss(output[:, 0], target)
    return F.cross_entropy


class Eager:
    """torch.optim.Adam as a person writes the loop; `compiled` puts model and loss through torch.compile."""

    def __init__(self, workload: Workload, compiled: bool, **options: bool) -> None:
        self.workload, self.data = workload, Data(workload)
        measure = loss_of(workload)

        def loss(model: Network, x: Tensor, y: Tensor) -> Tensor:
            return measure(model(x), y)

        self.loss = torch.compile(loss) if compiled else loss
        adam = workload.adam
        rates = adam["learningRates"]
        self.models = networks(workload)
        self.optimizers = [
            torch.optim.Adam(
                model.parameters(), lr=rate, betas=(adam["beta1"], adam["beta2"]), eps=adam["epsilon"], **options
            )
            for model, rate in zip(self.models, rates)
        ]
        if compiled:
            x, y = self.data.batches(0)[0]
            self.loss(self.models[0], x, y).backward()

    def train(self, first: int, steps: int) -> list[list[float]]:
        return [self.fit(*pair, self.workload.units(first, steps)) for pair in zip(self.models, self.optimizers)]

    def fit(self, model: Network, optimizer: torch.optim.Optimizer, units: range) -> list[float]:
        losses = []
        for unit in units:
            for x, y in self.data.batches(unit):
                optimizer.zero_grad(set_to_none=True)
                loss = self.loss(model, x, y)
                loss.backward()
                optimizer.step()
                losses.append(loss.detach())
        return torch.stack(losses).tolist()


class Functional:
    """The whole step as one function of weights, Adam's memory and a batch; `lanes` takes all configurations at once."""

    def __init__(self, workload: Workload, lanes: bool, options: dict[str, object] | None) -> None:
        self.workload, self.data, self.lanes = workload, Data(workload), lanes
        models = networks(workload)
        step = step_of(models[0], workload, lanes)
        self.step = step if options is None else torch.compile(step, fullgraph=True, options=options)
        rates = workload.adam["learningRates"]
        if lanes:
            stacked, _ = stack_module_state(models)
            self.states = [state_of({name: value.detach() for name, value in stacked.items()}, rates)]
        else:
            self.states = [state_of(dict(model.named_parameters()), rate) for model, rate in zip(models, rates)]
        x, y = self.data.batches(0)[0]
        with torch.no_grad():
            self.step(*copy_of(self.states[0]), x, y)

    @torch.no_grad()
    def train(self, first: int, steps: int) -> list[list[float]]:
        units = self.workload.units(first, steps)
        losses = [self.fit(state, units) for state in self.states]
        return losses[0].T.tolist() if self.lanes else [each.tolist() for each in losses]

    def fit(self, state: State, units: range) -> Tensor:
        return torch.stack([self.step(*state, x, y) for unit in units for x, y in self.data.batches(unit)])


def state_of(weights: Weights, rate: float | list[float]) -> State:
    def zeros() -> Weights:
        return {name: torch.zeros_like(value, requires_grad=False) for name, value in weights.items()}

    held = {name: value.detach().clone() for name, value in weights.items()}
    return held, zeros(), zeros(), torch.zeros(()), torch.tensor(rate)


def copy_of(state: State) -> State:
    copied = [{name: value.clone() for name, value in part.items()} for part in state[:3]]
    return (*copied, state[3].clone(), state[4].clone())


def step_of(model: Network, workload: Workload, lanes: bool) -> Callable[..., Tensor]:
    measure = loss_of(workload)
    slopes = grad_and_value(lambda weights, x, y: measure(functional_call(model, weights, (x,)), y))
    if lanes:
        slopes = vmap(slopes, in_dims=(0, None, None))
    beta1, beta2, epsilon = (workload.adam[name] for name in ("beta1", "beta2", "epsilon"))

    def step(
        weights: Weights, first: Weights, second: Weights, count: Tensor, rate: Tensor, x: Tensor, y: Tensor
    ) -> Tensor:
        gradients, loss = slopes(weights, x, y)
        count.add_(1)
        scale1 = rate / (1 - torch.exp(count * math.log(beta1)))
        scale2 = 1 / (1 - torch.exp(count * math.log(beta2)))
        for name, gradient in gradients.items():
            first[name].lerp_(gradient, 1 - beta1)
            second[name].mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
            scale = scale1.view(-1, *[1] * (gradient.dim() - 1)) if lanes else scale1
            weights[name].sub_(scale * first[name] / ((second[name] * scale2).sqrt() + epsilon))
        return loss

    return step


best: dict[str, object] = {"max_autotune": True, "max_autotune_gemm_backends": "CPP,ATEN", "cpp_wrapper": True}

variants: dict[str, Callable[[Workload], Eager | Functional]] = {
    "adam": lambda workload: Eager(workload, compiled=False, foreach=False),
    "foreach": lambda workload: Eager(workload, compiled=False, foreach=True),
    "fused": lambda workload: Eager(workload, compiled=False, fused=True),
    "compiled-loss": lambda workload: Eager(workload, compiled=True, fused=True),
    "compiled": lambda workload: Functional(workload, lanes=False, options={}),
    "autotuned": lambda workload: Functional(workload, lanes=False, options=best),
    "vmap": lambda workload: Functional(workload, lanes=True, options=None),
    "vmap-compiled": lambda workload: Functional(workload, lanes=True, options={}),
    "vmap-autotuned": lambda workload: Functional(workload, lanes=True, options=best),
}


def prepare(workload: Workload) -> Eager | Functional:
    if "torch._dynamo" in sys.modules:
        torch._dynamo.reset()
    return variants[sys.argv[1]](workload)


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[2]))
    converse(prepare)
