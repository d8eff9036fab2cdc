import {beforeAll, describe, expect, it} from 'vitest';
import {AdlError} from '../../src/base/errors.js';
import {build} from '../../src/lifecycle/build.js';
import type {Host} from '../../src/lifecycle/event.js';
import {lastingFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

let host: Host;

beforeAll(async () => {
  host = await sourcedProject(lastingFolder(), {
    rows: 300_000,
    manifest: 'build: {families: [mlp], search: {trials: 40, epochs: 50}}\n',
  });
}, 300_000);

describe.each([4, 8, 15, 30])('with %i seconds for 300,000 rows', (time) => {
  it('is over by then, give or take 5% or 5 s, and says what stopped it', {timeout: 120_000}, async () => {
    const begun = host.now();
    const result = await finished(build(host, {time: `${time}s`, workers: 2})).catch((error) => error);
    const seconds = (host.now() - begun) / 1000;
    expect(Math.abs(seconds - time), `${seconds} s`).toBeLessThan(Math.max(5, 0.05 * time));
    // Little time may be too little for any unit on a busy machine.
    if (result instanceof AdlError && time < 10) expect(result.code).toBe('BUDGET_TOO_SMALL');
    else {
      expect(result).toMatchObject({stopped_by: 'time'});
      expect(result.best.metrics.test['roc-auc']).toBeGreaterThan(0.5);
    }
  });
});
