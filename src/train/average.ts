import type {TrainingState} from './fit.js';

/**
 * The mean of copies of one model that were trained on different rows, by their weights: parameters and the optimizer's memory
 * (Zinkevich et al. 2010, algorithm 3, where rows weigh the same).
 * @param weights one for each copy, such as its rows; they need not sum to 1
 */
export function averageStates(copies: readonly TrainingState[], weights: readonly number[]): TrainingState {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const mean = (vectors: readonly Float32Array[]) =>
    vectors[0]!.map((_, at) => vectors.reduce((sum, vector, copy) => sum + shares[copy]! * vector[at]!, 0));
  const names = Object.keys(copies[0]!.slots);
  return {
    parameters: mean(copies.map(({parameters}) => parameters)),
    slots: Object.fromEntries(names.map((name) => [name, mean(copies.map(({slots}) => slots[name]!))])),
    step: Math.max(...copies.map(({step}) => step)),
  };
}
