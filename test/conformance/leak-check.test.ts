import {describe, expect, it} from 'vitest';
import {leakChecks} from '../../src/prepare/leakage/registry.js';
import {leaksIn} from '../helpers/leak-table.js';

describe.each(Object.entries(leakChecks))('%s', (check, {example, advice}) => {
  it('finds what its example has planted, says which columns, and gives figures', async () => {
    const leaks = (await leaksIn(example.planted)).filter((leak) => leak.check === check);
    expect(leaks.length).toBeGreaterThan(0);
    expect(new Set(leaks.flatMap(({columns}) => columns))).toEqual(new Set(example.found));
    for (const {evidence, message, columns} of leaks) {
      expect(Object.keys(evidence).length).toBeGreaterThan(0);
      expect(message).toMatch(/^[^\n]{20,400}\.$/);
      expect(advice).toMatch(/^.{20,200}\.$/);
      for (const column of columns) expect(message).toContain(`\`${column}\``);
    }
  });

  it('is quiet where its example is clean, and so are all others', async () => {
    expect(await leaksIn(example.clean)).toEqual([]);
  });
});
