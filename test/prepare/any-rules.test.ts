import {expect, it} from 'vitest';
import {AdlError} from '../../src/base/errors.js';
import {type Random, randomStream} from '../../src/base/random.js';
import {openDatabase} from '../../src/data/database.js';
import {ruleTypes} from '../../src/prepare/rules/registry.js';
import type {ExampleTable} from '../../src/prepare/rules/rule.js';
import {validateTable} from '../../src/prepare/validate.js';
import {fill, now} from '../helpers/rules.js';

const columns = {
  ...{whole: 'INTEGER', real: 'DOUBLE', text: 'VARCHAR', digits: 'VARCHAR', day: 'DATE', time: 'TIMESTAMP'},
  ...{flag: 'BOOLEAN', exact: 'DECIMAL(12,2)', huge: 'HUGEINT', 'odd "name"': 'VARCHAR', order: 'VARCHAR'},
};
const rows: ExampleTable['rows'] = [
  [1, 0.5, 'a', '1', '2024-01-01', '2024-01-01 10:00:00', true, 1.25, 7, "it's", 'x'],
  [null, null, null, null, null, null, null, null, null, null, null],
  [2, -1e300, '', '-2', '1999-12-31', '2024-01-31 00:00:00', false, -1, 9, '%', 'y'],
];
const seed = Number(process.env.ADL_TEST_SEED ?? Date.now() % 1e6);

it(`any rule over any column is judged or refused (seed ${seed})`, async () => {
  const database = await openDatabase();
  await fill(database, 'rows', {columns, rows});
  await fill(database, 'empty', {columns, rows: []});
  const random = randomStream(seed, 'any');
  const judged = {passed: 0, failed: 0, skipped: 0, refused: 0};
  for (let turn = 0; turn < 300; turn += 1) {
    const text = `Rules = [ ${randomRule(random)} ]`;
    try {
      const {validation} = await validateTable({
        ...{database, relation: pick(random, ['"rows"', '"rows"', '"empty"']), environment: 'training', now},
        rules: {text, name: 'rules'},
        references: {other: '"rows"'},
        past: () => [3, 2, 1].slice(random.integer(4)),
      });
      const [{status, value, failing_rows: failing}] = validation.rules as [(typeof validation.rules)[0]];
      judged[status] += 1;
      expect(value === null || Number.isFinite(value), text).toBe(true);
      expect(status === 'passed' && value === null, text).toBe(false);
      expect(failing === null || (failing >= 0 && failing <= 3), text).toBe(true);
    } catch (error) {
      expect(error, `${text}: ${(error as Error).message}`).toBeInstanceOf(AdlError);
      expect((error as AdlError).code, text).toBe('RULE_INVALID');
      judged.refused += 1;
    }
  }
  database.close();
  // Most of what is made up here says something.
  expect(judged.passed + judged.failed).toBeGreaterThan(60);
});

function randomRule(random: Random): string {
  const {word, parameters, condition, threshold} = pick(random, Object.values(ruleTypes));
  const names = parameters.map((name) => {
    if (name.startsWith('column')) return column(random);
    if (name === 'reference') return '"other"';
    return pick(random, [
      column(random),
      '"other.whole"',
      '"sum(real)"',
      '"select count(*) from primary"',
      '"select text from primary"',
      '"RowCount"',
      '"whole->whole"',
    ]);
  });
  const ends = condition === 'none' ? '' : randomCondition(random, condition);
  const where =
    random.integer(4) === 0
      ? ` where "${pick(random, ['whole > 1', 'text is null', 'real < 0', '1 = 0', 'digits = 1'])}"`
      : '';
  const share = threshold && random.integer(3) === 0 ? ' with threshold > 0.5' : '';
  return `${word} ${names.join(' ')} ${ends}${where}${share}`;
}

function randomCondition(random: Random, kind: string): string {
  if (kind === 'types')
    return `in ["${pick(random, ['Integer', 'Date', 'Double', 'Boolean', 'Timestamp', 'Long', 'String'])}"]`;
  if (kind === 'duration')
    return `${pick(random, ['<', '>=', '='])} ${random.integer(99)} ${pick(random, ['days', 'hours'])}`;
  const value = () =>
    pick(
      random,
      kind === 'values'
        ? [
            '1',
            '0.5',
            '-3',
            '"a"',
            '"2024-01-01"',
            'NULL',
            'EMPTY',
            'WHITESPACES_ONLY',
            'now()',
            '(now() - 2 days)',
            '"true"',
            '"1"',
          ]
        : ['1', '0', '-2.5', 'last()', 'avg(last(2)) / 2', '3 - 1', '1 / last()'],
    );
  return pick(random, [
    () => `${pick(random, ['=', '!=', '<', '>', '<=', '>='])} ${value()}`,
    () => `between ${value()} and ${value()}`,
    () => `not in [${value()}, ${value()}]`,
    () => `in [${value()}]`,
    () => (kind === 'values' ? pick(random, ['matches "[a-z]+"', 'matches "("']) : `> ${value()}`),
  ])();
}

function column(random: Random): string {
  return `"${pick(random, Object.keys(columns)).replaceAll('"', '\\"')}"`;
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)]!;
}
