import {expect, it} from 'vitest';
import {lossName} from '../../src/nn/losses/registry.js';
import {ruleName} from '../../src/nn/optimizers/registry.js';
import {learningRates} from '../../src/train/learning-rate.js';

it.each([
  [
    () => ruleName({name: 'sgd', options: {momentun: 0.9}}),
    'The optimizer `sgd` has no option `momentun`.',
    ['Did you mean `momentum`?'],
  ],
  [
    () => ruleName({name: 'sgd', options: {momentum: 1}}),
    /^The optimizer `sgd` does not take its option `momentum`: 1: .+<1/,
    [],
  ],
  [
    () => lossName({name: 'categorical-crossentropy', options: {labelSmoothing: -1}}),
    /^The loss `categorical-crossentropy` does not take its option `labelSmoothing`: -1: /,
    [],
  ],
  [
    () => learningRates({learningRate: 1, schedule: {name: 'constant', options: {every: 2}}}, 4),
    'The schedule `constant` has no option `every`.',
    ['Leave it out: there is none.'],
  ],
  [
    () =>
      learningRates({learningRate: 1, schedule: {name: 'step', options: {every: 2, boundaries: [0.5]}}}, 4),
    /^The schedule `step` does not take {"every":2,"boundaries":\[0.5\]}: expected boundaries or every, received both/,
    [],
  ],
])('an option that does not fit is named, with what would', (use, message, suggestions) => {
  const said = expect.objectContaining({
    code: 'MODEL_INVALID',
    message: expect.stringMatching(message),
    suggestions,
  });
  expect(use).toThrow(said);
});
