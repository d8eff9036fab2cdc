import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {source} from '../../src/lifecycle/source.js';
import {type SourceAdvice, sourceAdvise} from '../../src/lifecycle/source-advise.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, hostIn} from '../helpers/birds.js';

/** Cities decide, written in many ways; income helps where it is known; noise does not. */
function project({target = 'y', rows = 900} = {}): string {
  const random = randomStream(7, 'advise');
  const effects = {paris: 2, berlin: -2, rome: 0.5, oslo: -1};
  const lines = Array.from({length: rows}, () => {
    const city = Object.keys(effects)[random.integer(4)] as keyof typeof effects;
    const income = random.normal();
    const score = effects[city] + 1.5 * income + 0.5 * random.normal();
    const written = [...city].map((one) => (random.uniform() < 0.5 ? one.toUpperCase() : one)).join('');
    const known = random.uniform() < 0.4 ? '' : income.toFixed(3);
    return [
      written + ['', '*', '.'][random.integer(3)],
      known,
      random.normal().toFixed(3),
      score > 0 ? 'yes' : 'no',
      score.toFixed(3),
    ].join(',');
  });
  const folder = temporaryFolder();
  writeFileSync(join(folder, 't.csv'), `city,income,noise,y,amount\n${lines.join('\n')}\n`);
  const drop = target === 'y' ? 'amount' : 'y';
  writeFileSync(
    join(folder, 'adl.yaml'),
    `project: t\nsource:\n  tables: {t: {uri: t.csv}}\n  target: ${target}\n  drop: [${drop}]\n  columns: {city: {type: categorical}}\n`,
  );
  return folder;
}

const of = ({advice}: SourceAdvice, kind: string, column?: string) =>
  advice.find((one) => one.kind === kind && one.column === column);

describe('source advise', () => {
  it('finds what is worth it, and is not taken in by noise', {timeout: 120_000}, async () => {
    const folder = project();
    const found = await finished(sourceAdvise(hostIn(folder), {}));
    expect(found).toMatchObject({target: 'y', metric: 'roc-auc', rows: 900, untried: 0});
    expect(of(found, 'merge', 'city')).toMatchObject({sure: true});
    expect(of(found, 'fill', 'income')!.lift.mean).toBeGreaterThan(0.02);
    expect(of(found, 'drop', 'income')!.lift.high).toBeLessThan(0);
    expect(of(found, 'drop', 'noise')!.sure).toBe(false);
    expect(found.advice.map(({kind}) => kind)).toEqual(['merge', 'drop', 'drop', 'drop', 'fill', 'rows']);
    const again = await finished(sourceAdvise(hostIn(folder), {}));
    expect(again).toEqual(found);
  });

  it('says what to write, and that works', {timeout: 120_000}, async () => {
    const folder = project({rows: 400});
    const found = await finished(sourceAdvise(hostIn(folder), {}));
    const {how} = of(found, 'merge', 'city')!;
    const [derive, drop] = [...how.matchAll(/`([^`]*)`/g)].map(([, line]) => line!);
    writeFileSync(
      join(folder, 'adl.yaml'),
      `project: t\nsource:\n  tables: {t: {uri: t.csv}}\n  target: y\n  ${derive}\n  ${drop}\n`,
    );
    const {types} = await finished(source(hostIn(folder), {}));
    expect(types.find(({column}) => column === 'city merged')).toMatchObject({
      type: 'categorical',
      reason: expect.stringMatching(/^4 distinct values/),
    });
    expect(types.find(({column}) => column === 'city')!.reason).toMatch(/Dropped/);
  });

  it('judges amounts by r2, and stops when its time is over', {timeout: 120_000}, async () => {
    const found = await finished(sourceAdvise(hostIn(project({target: 'amount', rows: 300})), {time: '1ms'}));
    expect(found.metric).toBe('r2');
    expect(found.untried).toBeGreaterThan(0);
    await expect(finished(sourceAdvise(hostIn(project()), {time: 'soon'}))).rejects.toMatchObject({
      code: 'FLAG_INVALID',
    });
  });
});
