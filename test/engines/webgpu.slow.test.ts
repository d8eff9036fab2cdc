import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {ops} from '../../src/graph/ops/registry.js';
import {layers} from '../../src/nn/layers/registry.js';
import {networks} from '../helpers/networks.js';
import {driver, hasDriver} from '../helpers/vulkan-driver.js';

describe.runIf(hasDriver)('webgpu', () => {
  it('gives what the reference gives: every operator, every layer, and every family in lanes', () => {
    const printed = execFileSync(process.execPath, ['test/fixtures/on-webgpu.js'], {
      encoding: 'utf8',
      env: {...process.env, VK_DRIVER_FILES: driver},
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const apart = JSON.parse(printed) as Record<'operators' | 'families', Record<string, number | string>> & {
      everyLayer: {layers: string[]; by: number; withoutWaves: number};
    };
    expect(Object.keys(apart.operators)).toEqual(Object.keys(ops));
    expect(Object.keys(apart.families)).toEqual(Object.keys(networks));
    expect(apart.everyLayer.layers).toEqual(Object.keys(layers));
    // Vulkan asks of sine and cosine no more than an error of 2^-11.
    const allowed = (name: string) => (['Sin', 'Cos'].includes(name) ? 2 ** -11 : 1e-5);
    const far = Object.entries({...apart.operators, ...apart.families}).filter(
      ([name, by]) => typeof by === 'string' || !(by <= allowed(name)),
    );
    expect(far).toEqual([]);
    expect(apart.everyLayer.withoutWaves).toBeLessThan(1e-4);
    // Adam makes a step of full length of the smallest slope, whichever its sign.
    expect(apart.everyLayer.by).toBeLessThan(2 ** -8);
  });
});
