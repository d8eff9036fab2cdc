import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {AdlError} from '../../src/base/errors.js';
import {openDatabase} from '../../src/data/database.js';
import type {LifecycleEvent} from '../../src/lifecycle/event.js';
import {source} from '../../src/lifecycle/source.js';
import type {ValidateResult} from '../../src/lifecycle/source-rules.js';
import {sourceSuggest} from '../../src/lifecycle/source-suggest.js';
import {sourceValidate, type ValidateOptions} from '../../src/lifecycle/source-validate.js';
import {status} from '../../src/lifecycle/status.js';
import {temporaryFolder} from '../helpers/adl.js';
import {birdsCsv, finished, hostIn} from '../helpers/birds.js';

const rules = (...lines: string[]) =>
  `  rules: |\n    Rules = [\n${lines.map((line) => `      ${line}`).join(',\n')}\n    ]\n`;

function project(more = '', rows = 100): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'birds.csv'), birdsCsv(rows));
  writeFileSync(join(folder, 'places.csv'), 'name\nClimb\nApproach\n');
  write(folder, more);
  return folder;
}

function write(folder: string, more: string): void {
  const head = 'project: birds\nsource:\n  tables: {birds: {uri: birds.csv}} # ours\n  target: harmed\n';
  writeFileSync(join(folder, 'adl.yaml'), head + more);
}

async function validate(folder: string, options: ValidateOptions = {}, now = 0) {
  const warnings: string[] = [];
  const take = ({kind, message}: LifecycleEvent) => kind === 'warning' && warnings.push(message);
  try {
    const result = await finished(sourceValidate(hostIn(folder, {now: () => now}), options), take);
    return {result, warnings};
  } catch (error) {
    return {error: error as AdlError, result: (error as AdlError).result as ValidateResult, warnings};
  }
}

async function rowsOf(path: string): Promise<Record<string, unknown>[]> {
  const database = await openDatabase();
  try {
    return await database.rows(`SELECT * FROM '${path}'`);
  } finally {
    database.close();
  }
}

describe('source validate', () => {
  it('ends in 4 with the whole result, and keeps the rows that broke rules', async () => {
    const folder = project(
      rules(
        'RowCount > 10',
        'IsComplete "speed"',
        'ColumnValues "id" < 98',
        'Mean "id" > 99 labels=["level"="warning"]',
      ),
    );
    const {error, result, warnings} = await validate(folder);
    expect(error).toMatchObject({
      code: 'RULES_BROKEN',
      message: 'Expected every rule to hold for birds.csv, but 2 of 3 are broken: r2, r3.',
    });
    expect(result.rules.map(({status}) => status)).toEqual(['passed', 'failed', 'failed', 'failed']);
    expect(warnings).toEqual([expect.stringMatching(/^Rule r4 is broken: Mean "id" > 99\. Found: 49\.5\.$/)]);
    const path = join(folder, '.adl/rejects.parquet');
    const rejected = await rowsOf(path);
    expect(result.rejects).toEqual({path, rows: rejected.length});
    expect(Object.keys(rejected[0]!)).toEqual([
      'adl:row',
      'id',
      'speed',
      'phase',
      'date',
      'harmed',
      'adl:rules',
    ]);
    expect(rejected.at(-1)).toMatchObject({'adl:row': 99, id: '99'});
    for (const {'adl:rules': ids, speed, id} of rejected) {
      const broken = [...(speed === null ? ['r2'] : []), ...(Number(id) >= 98 ? ['r3'] : [])];
      expect(ids).toEqual(broken);
    }
    write(folder, rules('RowCount > 10'));
    expect((await validate(folder)).result.rejects).toBe(null);
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('.adl/\n');
  });

  it('compares with tables beside it', async () => {
    const references = '  references: {places: {uri: places.csv}}\n';
    const folder = project(
      references + rules('ReferentialIntegrity "phase" "places.name" > 0.9', 'RowCountMatch "places" = 50'),
    );
    const {result} = await validate(folder);
    expect(result.rules.map(({status}) => status)).toEqual(['failed', 'passed']);
    expect(result.rules[0]!.value).toBeLessThan(0.9);
  });

  it('remembers metrics: the same data once', async () => {
    const folder = project(rules('RowCount > last() * 0.8'));
    const seen = async (count: number, now: number) => {
      writeFileSync(join(folder, 'birds.csv'), birdsCsv(count));
      const {result} = await validate(folder, {}, now);
      return [result.rules[0]!.status, result.rules[0]!.expected];
    };
    expect(await seen(100, 1)).toEqual(['skipped', '> last() * 0.8']);
    expect(await seen(100, 2)).toEqual(['skipped', '> last() * 0.8']);
    expect(await seen(90, 3)).toEqual(['passed', '> last() * 0.8, which is 80']);
    expect(await seen(50, 4)).toEqual(['failed', '> last() * 0.8, which is 72']);
    const lines = readFileSync(join(folder, '.adl/metrics.ndjson'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject(
      [100, 100, 90, 50].map((RowCount, at) => ({at: at + 1, metrics: {RowCount}})),
    );
  });

  it('looks at another file with the rules of the project, and keeps nothing of it', async () => {
    const folder = project(
      rules('IsComplete "harmed"', 'RowCount > 10', 'ColumnValues "fast" in ["true", "false", NULL]') +
        '  derive: {fast: "speed > 100"}\n',
    );
    writeFileSync(join(folder, 'fresh.csv'), birdsCsv(20).replaceAll(/,[^,\n]*$/gm, ''));
    const serving = await validate(folder, {file: 'fresh.csv', environment: 'serving'});
    expect(serving.result.rules.map(({status}) => status)).toEqual(['skipped', 'passed', 'passed']);
    expect(serving.result).toMatchObject({file: 'fresh.csv', environment: 'serving', passed: true});
    const {error} = await validate(folder, {file: 'fresh.csv'});
    expect(error).toMatchObject({code: 'RULE_INVALID'});
    expect(existsSync(join(folder, '.adl'))).toBe(false);
  });

  it('needs no project where it is given rules', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'birds.csv'), birdsCsv(30));
    writeFileSync(join(folder, 'own.dqdl'), 'Rules = [ RowCount = 30, RowCount > 30 ]');
    const {error, result} = await validate(folder, {
      file: 'birds.csv',
      rules: 'own.dqdl',
      rejects: 'r.parquet',
    });
    expect(error?.suggestions).toEqual(['Correct the data, or the rules in own.dqdl.']);
    expect(result.rules.map(({status}) => status)).toEqual(['passed', 'failed']);
    expect(existsSync(join(folder, 'r.parquet'))).toBe(false);
  });

  it.each([
    [{}, 'MANIFEST_MISSING', /adl\.yaml/],
    [{file: 'birds.csv'}, 'FLAG_INVALID', /rules for a table outside a project/],
    [{file: 'birds.csv', rules: 'none.dqdl'}, 'FILE_MISSING', /file with rules at none\.dqdl, got nothing/],
    [{file: 'birds.csv', rules: '.'}, 'RULE_INVALID', /got a folder/],
    [{file: 'birds.csv', rules: 'birds.csv'}, 'RULE_INVALID', /birds\.csv, line 1, column 1/],
    [{file: 'none.csv', rules: 'own.dqdl'}, 'FILE_MISSING', /none\.csv/],
    [
      {file: 'birds.csv', rules: 'own.dqdl', rejects: 'no/where.parquet'},
      'FLAG_INVALID',
      /folder that is there/,
    ],
  ])('refuses %j', async (options, code, says) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'birds.csv'), birdsCsv(30));
    writeFileSync(join(folder, 'own.dqdl'), 'Rules = [ RowCount = 30 ]');
    const {error} = await validate(folder, options);
    expect(error).toMatchObject({code, message: expect.stringMatching(says)});
  });

  it('names the line of adl.yaml', async () => {
    const block = await validate(project(rules('RowCount > 1', 'IsComplete "sped"')));
    expect(block.error!.message).toMatch(
      /adl\.yaml, line 8, column 18: .*`sped`\.\n {2} {2}IsComplete "sped"\n {15}\^$/,
    );
    expect(block.error!.suggestions).toEqual(['Did you mean `speed`?']);
    const flow = await validate(project('  rules: "Rules = [ Row > 1 ]"\n'));
    expect(flow.error!.message).toMatch(
      /^`source\.rules` in .*adl\.yaml, line 1, column 11: expected a rule type/,
    );
    const none = await validate(project());
    expect(none.error).toMatchObject({
      code: 'MANIFEST_INVALID',
      suggestions: [expect.stringMatching(/--suggest --save/), expect.anything()],
    });
  });
});

describe('source', () => {
  it('makes no snapshot of data that breaks a rule, and the same one with rules as without', async () => {
    const folder = project(rules('RowCount > 1000'), 400);
    const host = hostIn(folder);
    await expect(finished(source(host, {}))).rejects.toMatchObject({
      code: 'RULES_BROKEN',
      result: {passed: false},
    });
    expect(existsSync(join(folder, 'adl.lock'))).toBe(false);
    write(folder, rules('RowCount > 10', 'RowCount > 1000 labels=["level"="warning"]'));
    const warnings: string[] = [];
    const kept = await finished(
      source(host, {}),
      ({kind, message}) => kind === 'warning' && warnings.push(message),
    );
    expect(warnings.join()).toContain('Rule r2 is broken');
    write(folder, '');
    expect((await finished(source(host, {}))).snapshot).toBe(kept.snapshot);
  });

  it('is stale where rules or what they compare with have changed', async () => {
    const references = '  references: {places: {uri: places.csv}}\n';
    const folder = project(references + rules('RowCountMatch "places" > 1'), 400);
    const host = hostIn(folder);
    await finished(source(host, {}));
    const state = async () => (await status(host)).stages[0]!;
    expect(await state()).toMatchObject({fresh: true});
    writeFileSync(join(folder, 'places.csv'), 'name\nClimb\n');
    expect(await state()).toMatchObject({fresh: false, because: expect.stringMatching(/compare with/)});
    await finished(source(host, {}));
    write(folder, references + rules('RowCountMatch "places" > 2'));
    expect(await state()).toMatchObject({fresh: false, because: expect.stringMatching(/source section/)});
  });
});

describe('source validate --suggest', () => {
  it('writes rules that hold into the manifest, beside those that are there, and its comments stay', async () => {
    const folder = project(rules('RowCount > 10 # enough'));
    const {suggestions, saved} = await finished(sourceSuggest(hostIn(folder), {save: true}));
    expect(saved).toBe(join(folder, 'adl.yaml'));
    const text = readFileSync(saved!, 'utf8');
    expect(text).toContain('# ours');
    expect(text).toContain('RowCount > 10 # enough');
    const {result} = await validate(folder);
    expect(result.rules.length).toBe(suggestions.length + 1);
    expect(result.rules.every(({status}) => status === 'passed')).toBe(true);
    await finished(sourceSuggest(hostIn(folder), {save: true}));
    expect(readFileSync(saved!, 'utf8')).toBe(text);
  });

  it('leaves nothing behind for a file, which cannot be saved', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'birds.csv'), birdsCsv(30));
    const {
      suggestions,
      saved,
      rules: text,
    } = await finished(sourceSuggest(hostIn(folder), {file: 'birds.csv'}));
    expect(saved).toBe(null);
    for (const {rule} of suggestions) expect(text).toContain(rule);
    await expect(
      finished(sourceSuggest(hostIn(folder), {file: 'birds.csv', save: true})),
    ).rejects.toMatchObject({code: 'FLAG_INVALID'});
  });
});
