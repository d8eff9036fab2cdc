import {expect, it} from 'vitest';
import {layout} from '../../../src/ui/dashboard/layout.js';

it('fits 80x24 and uses 200x60', () => {
  const contents = {workers: 2, trials: 33, warnings: 0};
  expect(layout({columns: 80, rows: 24}, contents)).toMatchObject({
    ...{wide: false, plot: 1, workers: 2, trials: 8},
  });
  expect(layout({columns: 200, rows: 60}, contents)).toMatchObject({
    ...{wide: true, plot: 10, workers: 2, trials: 33},
  });
});

it('never gives out more lines than there are', () => {
  for (let rows = 10; rows <= 80; rows += 1)
    for (const columns of [60, 80, 120, 200])
      for (const workers of [0, 1, 2, 3, 16])
        for (const warnings of [0, 1, 7]) {
          const contents = {workers, trials: 40, warnings};
          const plan = layout({columns, rows}, contents);
          const crew = 1 + plan.workers + (plan.workers < workers ? 1 : 0);
          const curve = plan.plot + 2;
          const middle = plan.wide ? Math.max(curve, crew) : curve + plan.gap + crew;
          const trials = 1 + plan.trials + (plan.trials < 40 ? 1 : 0);
          const notes = plan.warnings > 0 ? 1 + plan.warnings + plan.gap : 0;
          const used = 4 + 3 * plan.gap + middle + trials + notes;
          // On a screen that is too low for the heads alone, what is lowest is cut.
          if (plan.trials > 0)
            expect({rows, columns, contents, used: used <= rows}).toMatchObject({used: true});
          expect(Math.min(plan.trials, plan.workers, plan.warnings)).toBeGreaterThanOrEqual(0);
        }
});
