import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {adl, temporaryFolder} from './helpers/adl.js';

/** 200 rows in which the species follows from the weight, and a third of the ages is missing. */
function table(): string {
  const rows = Array.from({length: 200}, (_, at) => {
    const weight = 10 + ((at * 37) % 100);
    return [
      `"Tag, ${at}"`,
      weight,
      at % 3 === 0 ? '' : at % 9,
      at % 2 ? 'north' : 'south',
      weight > 60 ? 'goose' : 'wren',
    ];
  });
  return ['tag,weight,age,place,species', ...rows.map((row) => row.join(','))].join('\n');
}

it('goes the whole way on a small table', () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'birds.csv'), table());
  const result = (words: string[]) => {
    const {status, stdout, stderr} = adl([...words, '--json'], {cwd});
    expect(status, stderr + stdout).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({status: 0, warnings: expect.any(Array)});
    return answer.result;
  };

  const source = result(['source', 'birds.csv', '--target', 'species']);
  expect(source).toMatchObject({
    dataset: {rows: 200, columns: 5},
    target: 'species',
    task: 'classification',
    splits: {train: 120, validation: 40, test: 40},
  });
  expect(source.types.map(({column}: {column: string}) => column)).toEqual([
    ...['tag', 'weight', 'age', 'place', 'species'],
  ]);
  expect(result(['source'])).toEqual(source);

  const build = result(['build', '--trials', '2', '--workers', '2', '--seed', '1']);
  expect(build.best.metrics.test.accuracy).toBeGreaterThan(build.baseline.test.accuracy);
  expect(result(['build', 'show'])).toMatchObject({run: build.run, state: 'ended'});

  const deploy = result(['deploy', '--to', 'service']);
  expect(deploy.parity.max_difference).toBeLessThan(1e-5);
  expect(result(['status']).stages.map(({fresh}: {fresh: boolean}) => fresh)).toEqual([true, true, true]);
  expect(result(['run']).stages.map(({ran}: {ran: boolean}) => ran)).toEqual([false, false, false]);

  appendFileSync(join(cwd, 'adl.yaml'), 'build:\n  search: {trials: 1, epochs: 1}\n');
  expect(result(['status']).stages.map(({fresh}: {fresh: boolean}) => fresh)[1]).toBe(false);
  const run = result(['run']);
  expect(run.stages.map(({ran}: {ran: boolean}) => ran)).toEqual([false, true, true]);
  expect(run.stages[1].result.trials).toBe(1);

  const predict = result(['deploy', 'predict', 'birds.csv', '--output', 'scored.csv']);
  expect(predict.rows).toBe(200);
  const [header, first] = readFileSync(join(cwd, 'scored.csv'), 'utf8').split('\n');
  expect(header).toBe('tag,weight,age,place,species,prediction,probability_goose,probability_wren');
  expect(first).toMatch(/^"Tag, 0",10,/);
}, 60_000);
