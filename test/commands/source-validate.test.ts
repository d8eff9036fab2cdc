import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {birdsCsv} from '../helpers/birds.js';

function project(rule: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'birds.csv'), birdsCsv(60));
  const head = 'project: birds\nsource:\n  tables: {birds: {uri: birds.csv}}\n  target: harmed\n';
  writeFileSync(join(folder, 'adl.yaml'), `${head}  rules: |\n    Rules = [ IsComplete "id", ${rule} ]\n`);
  return folder;
}

describe('adl source validate', () => {
  it('prints every rule, whether they hold or not', () => {
    const good = adl(['source', 'validate'], {cwd: project('RowCount = 60')});
    expect(good).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^60 rows of birds\.csv: 2 rules, 2 passed\n/),
    });
    const bad = adl(['source', 'validate'], {cwd: project('RowCount > 60')});
    expect(bad.status).toBe(4);
    expect(bad.stdout).toMatch(
      /r2 +RowCount > 60 +error +failed +- +60; expected > 60 \(DATASET_LOW_NUM_EXAMPLES\)\n/,
    );
    expect(bad.stderr).toMatch(/1 of 2 are broken: r2\.\nCode: RULES_BROKEN\nTry: Correct the data/);
  });

  it('gives the whole result as JSON, on failure beside the code', () => {
    const {status, stdout} = adl(['source', 'validate', '--json'], {cwd: project('RowCount > 60')});
    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{status: 4, code: 'RULES_BROKEN'},
      result: {rows: 60, passed: false, rules: [{status: 'passed'}, {id: 'r2', status: 'failed', value: 60}]},
    });
    const good = JSON.parse(adl(['source', 'validate', '--json'], {cwd: project('RowCount = 60')}).stdout);
    expect(good).toMatchObject({status: 0, result: {passed: true, rejects: null}});
  });

  it('stops `adl source` and `adl run` with the same table', () => {
    const cwd = project('ColumnValues "id" < 59');
    for (const word of ['source', 'run']) {
      const {status, stdout} = adl([word], {cwd});
      expect(status).toBe(4);
      expect(stdout).toMatch(/r2 +ColumnValues "id" < 59 +error +failed +1 +all but 1 row, such as `59`/);
      expect(stdout).toMatch(/1 row that broke rules: .*rejects\.parquet/);
    }
  });

  it('shows where rules cannot be read', () => {
    const {status, stdout, stderr} = adl(['source', 'validate'], {cwd: project('IsCmplete "id"')});
    expect({status, stdout}).toEqual({status: 3, stdout: ''});
    expect(stderr).toMatch(/adl\.yaml, line 6, column 32: expected a rule type, got `IsCmplete`\./);
    expect(stderr).toMatch(
      /\n {2}Rules = \[ IsComplete "id", IsCmplete "id" \]\n {29}\^\nCode: RULE_INVALID\nDid you mean `IsComplete`\?/,
    );
  });

  it.each([
    [['--save'], /Expected --suggest beside --save/],
    [['--suggest', '--rules', 'x.dqdl'], /without --rules and --rejects/],
    [['--environment', 'servng'], /no environment called `servng`.*\n.*\nDid you mean `serving`\?/],
  ])('refuses %j', (flags, says) => {
    const {status, stderr} = adl(['source', 'validate', ...flags], {cwd: project('RowCount > 1')});
    expect(status).toBe(2);
    expect(stderr).toMatch(says);
  });

  it('suggests', () => {
    const {status, stdout} = adl(['source', 'validate', '--suggest'], {cwd: project('RowCount > 1')});
    expect(status).toBe(0);
    expect(stdout).toMatch(/IsComplete "harmed" +All 60 rows have a value\./);
    expect(stdout).toMatch(/\nRules = \[\n {2}IsComplete "id",\n/);
  });
});
