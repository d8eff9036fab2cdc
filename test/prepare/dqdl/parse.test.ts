import {describe, expect, it} from 'vitest';
import {AdlError} from '../../../src/base/errors.js';
import {type Random, randomStream} from '../../../src/base/random.js';
import {addRules, rulesText} from '../../../src/prepare/dqdl/add-rules.js';
import {parseRules} from '../../../src/prepare/dqdl/parse.js';
import {printRules} from '../../../src/prepare/dqdl/print.js';
import type {Condition, Expression, Operand, Ruleset} from '../../../src/prepare/dqdl/syntax.js';
import {ruleTypes, ruleWords} from '../../../src/prepare/rules/registry.js';
import {analyzerWords} from '../../../src/prepare/validation/analyzers.js';

const words = {rules: ruleWords, analyzers: analyzerWords};
const parse = (text: string) => parseRules({text, name: 'rules.dqdl'}, words);
/** Where something stood in the text is no part of what it says. */
const withoutPlaces = (ruleset: Ruleset) =>
  JSON.parse(JSON.stringify(ruleset, (key, value) => (key === 'at' ? undefined : value)));

/** Rules as AWS Glue's documentation and Deequ's tests write them. */
const known = [
  'IsPrimaryKey colA "col B"',
  'IsPrimaryKey "colA" where "colA > 100"',
  'RowCount != -100.5',
  'RowCount between (0.9 * average(last(10))) and 1.1 * average(last(10))',
  'RowCount not between 1 and 2',
  'Completeness of col_1 between 0.5 and 0.8',
  'ColumnCorrelation of col_1 and "col abc" between -0.4 and 0.8',
  'ColumnDataType "col_1" in ["Date","String"] with threshold > 0.9',
  'ColumnValues "col_1" between "2022-06-01" and "2022-06-30" where "col-A > 100"',
  'ColumnValues "load_dt" > (now() - 1 days)',
  'ColumnValues "a" not in [1,2,NULL, EMPTY, whitespaces_only]',
  'ColumnValues "a" in [now(),(now() - 3 hours),"x"]',
  String.raw`ColumnValues "a" not matches "[a-z]\\d \" \s" with threshold <= 0.4`,
  'DataFreshness "col-A" between 2 days and 4 days',
  'DistinctValuesCount "colA" between min(last(10))-1 and max(last(10))+1',
  'ReferentialIntegrity "col-A,col-B" "reference.{col-A1,col-A2}" = 0.99',
  'DatasetMatch "reference" "ID1->ID11,ID2->ID22" "colA->colAA" between 0.4 and 0.8',
  'CustomSql "select count(*) from primary" > 0',
  'DetectAnomalies of ColumnCorrelation of "colA" and "colB"',
  '(ColumnValues "a" != NULL) OR ((Mean "b" > percentile(last(5), 0.5)) AND (IsComplete "c")) labels=["level"="warning"]',
  ...Object.values(ruleTypes).flatMap(({example}) => [example.passes, example.fails]),
];

describe('DQDL', () => {
  it.each(known)('reads %s, and what it prints is the same', (rule) => {
    const ruleset = parse(`Rules = [ ${rule} ]`);
    expect(ruleset.rules.length).toBe(1);
    expect(withoutPlaces(parse(printRules(ruleset)))).toEqual(withoutPlaces(ruleset));
  });

  it('reads sections, constants, labels, analyzers and comments', () => {
    const ruleset = parse(`# all of it
      Metadata = { "Version": "1.0" } DataSources = { "Primary": "p", "AdditionalDataSources": [ "a", "b" ] }
      mySql = "select 1"  # a constant
      DefaultLabels = ["team" = "ml"]
      Rules = [ CustomSql $mySql = 1 labels=["a"="b"], ]
      Analyzers = [ RowCount, Completeness of "x", AllStatistics of AllColumns ]`);
    expect(ruleset.sections).toEqual({
      Metadata: {Version: '1.0'},
      DataSources: {Primary: 'p', AdditionalDataSources: ['a', 'b']},
    });
    expect(ruleset.rules[0]).toMatchObject({
      expression: {type: 'CustomSql', parameters: [{value: 'select 1'}]},
      labels: {a: 'b'},
    });
    expect(ruleset.defaultLabels).toEqual({team: 'ml'});
    expect(ruleset.analyzers.map(({type}) => type)).toEqual(['RowCount', 'Completeness', 'AllStatistics']);
    expect(withoutPlaces(parse(printRules(ruleset)))).toEqual(withoutPlaces(ruleset));
  });

  it.each([
    ['', 1, 1, 'expected `Rules = [ … ]`, got the end'],
    ['RowCount > 1', 1, 1, 'expected `Rules = [ … ]` around the rules, got `RowCount`'],
    ['rules = [ RowCount > 1 ]', 1, 1, 'expected `Rules = [ … ]`, got `rules`', /Did you mean `Rules =`\?/],
    [
      'Rules = [\n  RowCuont > 1\n]',
      2,
      3,
      'expected a rule type, got `RowCuont`',
      /Did you mean `RowCount`\?/,
    ],
    ['Rules = [\n  # why\n  Rowcount > 1 ]', 3, 3, 'expected a rule type', /`RowCount`/],
    [
      'Rules = [ IsComplete "a" IsUnique "b" ]',
      1,
      26,
      'expected `,` and another rule, or `]`, got `IsUnique`',
    ],
    ['Rules = [ RowCount > 1', 1, 23, 'expected `,` and another rule, or `]`, got the end'],
    ['Rules = [ RowCount > ]', 1, 22, 'expected a number, a text in double quotes, NULL'],
    ['Rules = [ RowCount > 10 / 0 ]', 1, 25, 'a number other than 0 to divide by, got 0'],
    ['Rules = [ RowCount > 10 / (3 - 3) ]', 1, 25, 'a number other than 0 to divide by'],
    ['Rules = [ Completeness "a > 1 ]', 1, 24, 'expected a second `"`', /Close the text/],
    ["Rules = [ Completeness 'a' > 1 ]", 1, 24, 'expected `"` around a text', /double quotes/],
    ['Rules = [ ColumnValues "a" in [] ]', 1, 32, 'expected a value, got `]`'],
    ['Rules = [ ColumnValues "a" matches 5 ]', 1, 36, 'expected a regular expression in double quotes'],
    ['Rules = [ RowCount between 1 or 2 ]', 1, 30, 'expected `and`, got `or`'],
    [
      'Rules = [ (RowCount > 1) and (RowCount > 2) or (RowCount > 3) ]',
      1,
      45,
      'expected `and` again, got `or`',
      /brackets/,
    ],
    ['Rules = [ (RowCount > 1) and RowCount > 2 ]', 1, 30, 'expected `(` after `and`'],
    ['Rules = [ CustomSql $q > 1 ]', 1, 21, 'expected the name of a constant from above', /Write `q = "…"`/],
    ['Rules = [ RowCount > 1 ] Rules = [ ]', 1, 26, 'expected `Rules` once, got it again'],
    ['Rules = [ RowCount > 1 labels=["a"="b", "a"="c"] ]', 1, 41, 'expected each label once'],
    ['Analyzers = [ IsComplete "a" ]', 1, 15, 'expected a rule type, got `IsComplete`'],
    ['Rules = [ RowCount > 1e999 ]', 1, 22, 'a number that a double can hold'],
    [`Rules = [ ${'('.repeat(60)}RowCount > 1${')'.repeat(60)} ]`, 1, 61, 'at most 50 brackets'],
  ])('says of %j what was expected, and where', (text, line, column, says, suggestion = /./) => {
    const error = failure(text);
    expect(error).toMatchObject({code: 'RULE_INVALID'});
    expect(error.message.startsWith(`rules.dqdl, line ${line}, column ${column}: `), error.message).toBe(
      true,
    );
    expect(error.message).toContain(says);
    expect(error.suggestions.join()).toMatch(suggestion);
    const [, shown, caret] = error.message.split('\n');
    // In a line that is shown whole, the caret stands below the place.
    if (shown !== undefined && shown.length < 100) expect(caret!.length - 2).toBe(column);
  });

  it('counts lines and columns where the text stands in another one', () => {
    const place = {text: 'Rules = [\n  Row\n]', name: 'adl.yaml', firstLine: 7, indent: 4};
    expect(() => parseRules(place, words)).toThrow(/^adl\.yaml, line 8, column 7: /);
  });
});

describe('any text', () => {
  const seed = Number(process.env.ADL_TEST_SEED ?? Date.now() % 1e6);
  const random = randomStream(seed, 'dqdl');
  const pieces = [
    ...[
      'Rules',
      'Analyzers',
      '=',
      '[',
      ']',
      '(',
      ')',
      ',',
      '{',
      '}',
      ':',
      '-',
      '+',
      '*',
      '/',
      '>',
      '<=',
      '!=',
      '$a',
    ],
    ...[
      'and',
      'or',
      'OR',
      'between',
      'in',
      'not',
      'matches',
      'where',
      'with',
      'threshold',
      'labels',
      'now',
      'last',
    ],
    ...[
      'avg',
      'NULL',
      'EMPTY',
      'days',
      'of',
      '"a"',
      '"\\"',
      '"',
      '#x\n',
      '1',
      '0',
      '2.5',
      '1e3',
      'x_1',
      '\u0000',
      'é',
      "'",
    ],
    ...ruleWords,
  ];

  it(`is rules, or is refused with its place (seed ${seed})`, () => {
    for (let turn = 0; turn < 3000; turn += 1) {
      const middle = Array.from({length: random.integer(25)}, () => pick(random, pieces)).join(
        pick(random, [' ', '', '\n']),
      );
      const text = pick(random, [middle, `Rules = [ ${middle} ]`, `Rules = [ IsComplete "a" ${middle} ]`]);
      try {
        parse(text);
      } catch (error) {
        expect(error, JSON.stringify(text)).toBeInstanceOf(AdlError);
        expect((error as AdlError).message, JSON.stringify(text)).toMatch(
          /^rules\.dqdl, line \d+, column \d+: /,
        );
      }
    }
  });

  it(`is the same after it was printed (seed ${seed})`, () => {
    for (let turn = 0; turn < 500; turn += 1) {
      const ruleset = randomRuleset(random);
      const text = printRules(ruleset);
      expect(withoutPlaces(parse(text)), text).toEqual(withoutPlaces(ruleset));
    }
  });
});

describe('adding rules to a text', () => {
  const add = (text: string, more: string[]) => addRules({text, name: 'r'}, more, words);

  it('keeps comments and adds what is not there yet', () => {
    const text = 'Rules = [\n  RowCount > 0 # some\n  # the last one\n]\nAnalyzers = [ RowCount ]\n';
    const added = add(text, ['IsComplete "a"', 'RowCount>0']);
    expect(added).toContain('# the last one');
    expect(printRules(parse(added))).toBe(
      'Rules = [\n  RowCount > 0,\n  IsComplete "a"\n]\nAnalyzers = [\n  RowCount\n]\n',
    );
    expect(add(added, ['IsComplete "a"'])).toBe(added);
  });

  it('works with a comma at the end, an empty list and none', () => {
    for (const text of ['Rules = [ RowCount > 0, ]', 'Rules = [ ]', 'Analyzers = [ RowCount ]'])
      expect(parse(add(text, ['IsComplete "]"'])).rules.at(-1)).toMatchObject({
        expression: {parameters: [{value: ']'}]},
      });
    expect(parse(rulesText(['RowCount > 1', 'RowCount < 3'])).rules.length).toBe(2);
  });
});

function failure(text: string): AdlError {
  try {
    parse(text);
  } catch (error) {
    return error as AdlError;
  }
  throw new Error(`Expected ${JSON.stringify(text)} to be refused`);
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)]!;
}

function randomRuleset(random: Random): Ruleset {
  const rules = Array.from({length: 1 + random.integer(3)}, () => ({
    expression: randomExpression(random, 3),
    labels: random.integer(3) === 0 ? {[randomText(random)]: randomText(random)} : {},
  }));
  return {sections: {}, constants: {}, defaultLabels: {}, rules, analyzers: []};
}

function randomExpression(random: Random, depth: number): Expression {
  if (depth > 0 && random.integer(3) === 0) {
    const parts = Array.from({length: 2 + random.integer(2)}, () => randomExpression(random, depth - 1));
    return {kind: pick(random, ['and', 'or'] as const), parts, at: 0};
  }
  return {
    ...{kind: 'check', type: pick(random, ruleWords), at: 0},
    parameters: Array.from({length: random.integer(3)}, () => ({value: randomText(random), at: 0})),
    condition: random.integer(4) > 0 ? randomCondition(random) : null,
    where: random.integer(4) === 0 ? {value: `a${randomText(random)}`, at: 0} : null,
    threshold: random.integer(4) === 0 ? randomCondition(random) : null,
  };
}

function randomCondition(random: Random): Condition {
  const operator = pick(random, ['=', '!=', '>', '<=', 'between', 'in', 'matches'] as const);
  const not = ['between', 'in', 'matches'].includes(operator) && random.integer(2) === 0;
  const count = operator === 'between' ? 2 : operator === 'in' ? 1 + random.integer(3) : 1;
  const operands: Operand[] =
    operator === 'matches'
      ? [{kind: 'text', value: randomText(random), at: 0}]
      : Array.from({length: count}, () => randomOperand(random, 3));
  return {operator, not, operands, at: 0};
}

function randomOperand(random: Random, depth: number, least = 0): Operand {
  const kind = least + random.integer((depth > 0 ? 7 : 5) - least);
  const number = Math.round(random.normal() * 1e6) / pick(random, [1, 1000]);
  if (kind === 0) return {kind: 'text', value: randomText(random), at: 0};
  if (kind === 1)
    return {kind: 'keyword', value: pick(random, ['NULL', 'EMPTY', 'WHITESPACES_ONLY'] as const), at: 0};
  const unit = pick(random, ['days', 'hours', 'minutes'] as const);
  if (kind === 2)
    return {kind: 'now', offset: random.integer(2) ? {count: random.integer(9) - 4 || 1, unit} : null, at: 0};
  if (kind === 3) return {kind: 'duration', count: random.integer(99), unit, at: 0};
  if (kind === 4) return {kind: 'number', value: number, at: 0};
  if (kind === 5)
    return {
      ...{kind: 'call', name: pick(random, ['avg', 'last', 'index']), at: 0},
      operands: Array.from({length: random.integer(3)}, () => randomOperand(random, depth - 1)),
    };
  // A literal 0 as a divisor is refused; a time and an age beside each other are one time.
  const [left, right] = [randomOperand(random, depth - 1, 4), randomOperand(random, depth - 1, 4)];
  return {kind: 'binary', sign: pick(random, ['+', '-', '*'] as const), left, right, at: 0};
}

function randomText(random: Random): string {
  return Array.from({length: random.integer(6)}, () =>
    pick(random, ['a', 'B', '"', '\\', ' ', '\n', '#', "'", 'é', '$', ']']),
  ).join('');
}
