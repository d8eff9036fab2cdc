import {lookup} from '../base/registry.js';
import {type Tensor, tensor} from '../base/tensor.js';
import type {Tensors} from '../engines/engine.js';
import type {Graph} from '../graph/graph.js';
import type {Value} from '../graph/ops/op.js';
import type {TrainingSource} from '../models/forward.js';
import type {LayerSpec} from '../models/model.js';
import {layers as registry} from '../nn/layers/registry.js';
import {stepWords} from './step-words.js';

const wordsName = 'random-words';

/** A lane as its layers see it. */
export interface LayersLane {
  layers: readonly LayerSpec[];
  /** What its random words are made from. */
  seed: number;
  /** Steps taken so far. */
  step: number;
}

/** The inputs of a step that its layers ask for, each a lane's own: random words [1, 4] and numbers []. */
export function layerInputNames(layers: readonly LayerSpec[]): string[] {
  return [...(isRandom(layers) ? [wordsName] : []), ...scalarsOf(layers).map(({name}) => name)];
}

/** What decides the graph of some layers: lanes may differ in what is left out. */
export function withoutScalars(layers: readonly LayerSpec[]): LayerSpec[] {
  return layers.map((spec) => {
    const own = lookup(registry, 'layer', spec.layer).scalars ?? [];
    const kept = Object.entries(spec.options).filter(([option]) => !own.includes(option as never));
    return {...spec, options: Object.fromEntries(kept)};
  });
}

/** Adds those inputs to a step. What layers replace is noted in `replaced`, by the weight's name in the graph. */
export function layerTraining(
  graph: Graph,
  layers: readonly LayerSpec[],
  rowWeight: Value,
  replaced: Map<string, Value>,
): TrainingSource {
  const words = isRandom(layers) ? graph.input(wordsName, 'float', [1, 4]) : undefined;
  const scalars = new Map(scalarsOf(layers).map(({name}) => [name, graph.input(name, 'float', [])]));
  return (position) => ({
    rowWeight,
    words: () => words!,
    scalar: (option) => scalars.get(scalarName(position, option))!,
    replace: (weight, next) => replaced.set(weight.name, next),
  });
}

/** The values of those inputs in some steps: [S, K, …] each. */
export function layerFeeds(lanes: readonly LayersLane[], first: number, steps: number): Tensors {
  const layers = lanes[0]!.layers;
  const feeds: Record<string, Tensor> = {};
  const filled = (width: number, value: (lane: LayersLane, step: number) => readonly number[]) => {
    const data = new Float32Array(steps * lanes.length * width);
    for (let step = 0; step < steps; step += 1)
      lanes.forEach((lane, at) => {
        data.set(value(lane, lane.step + first + step), (step * lanes.length + at) * width);
      });
    return data;
  };
  if (isRandom(layers)) {
    const words = filled(4, ({seed}, step) => stepWords(seed, step));
    feeds[wordsName] = tensor('float', [steps, lanes.length, 1, 4], words);
  }
  const own = new Map(lanes.map((lane) => [lane, scalarsOf(lane.layers)]));
  scalarsOf(layers).forEach(({name}, at) => {
    const values = filled(1, (lane) => [own.get(lane)![at]!.value]);
    feeds[name] = tensor('float', [steps, lanes.length], values);
  });
  return feeds;
}

function isRandom(layers: readonly LayerSpec[]): boolean {
  return layers.some(({layer}) => lookup(registry, 'layer', layer).isRandom);
}

function scalarsOf(layers: readonly LayerSpec[]): {name: string; value: number}[] {
  return layers.flatMap((spec, position) => {
    const {scalars = [], options} = lookup(registry, 'layer', spec.layer);
    if (scalars.length === 0) return [];
    const parsed = options.parse(spec.options) as Record<string, number>;
    return scalars.map((option) => ({name: scalarName(position, option), value: parsed[option]!}));
  });
}

function scalarName(position: number, option: string): string {
  return `${position}.${option}`;
}
