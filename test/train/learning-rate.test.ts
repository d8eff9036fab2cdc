import {describe, expect, it} from 'vitest';
import {schedules} from '../../src/nn/schedules/registry.js';
import {learningRates} from '../../src/train/learning-rate.js';

describe('learning rates', () => {
  it('are the schedule times the first where nothing warms up, over any number of steps', () => {
    const rate = learningRates({learningRate: 0.2, schedule: {name: 'cosine-decay', options: {}}}, 4);
    [0.2, 0.1707106781, 0.1, 0.0292893219].forEach((expected, t) => {
      expect(rate(t)).toBeCloseTo(expected, 9);
    });
    const endless = {learningRate: 0.2, schedule: {name: 'constant', options: {}}};
    expect(learningRates(endless, Number.POSITIVE_INFINITY)(7)).toBe(0.2);
  });

  it.each(Object.keys(schedules))('rise along a line first, then are those of a shorter %s', (name) => {
    const rate = learningRates({learningRate: 0.4, schedule: {name, options: {}, warmUp: 0.3}}, 10);
    [0.1, 0.2, 0.3].forEach((expected, t) => {
      expect(rate(t)).toBeCloseTo(expected, 12);
    });
    const after = learningRates({learningRate: 0.4, schedule: {name, options: {}}}, 7);
    for (let t = 0; t < 7; t += 1) expect(rate(3 + t)).toBe(after(t));
  });

  it('name the nearest schedule for one that is not there', () => {
    const of = (name: string) => () => learningRates({learningRate: 1, schedule: {name, options: {}}}, 4);
    expect(of('cosine')).toThrow(expect.objectContaining({code: 'UNKNOWN_NAME'}));
    expect(of('constnt')).toThrow(expect.objectContaining({suggestions: ['Did you mean `constant`?']}));
  });
});
