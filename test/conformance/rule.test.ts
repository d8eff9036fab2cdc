import {describe, expect, it} from 'vitest';
import {ruleTypes} from '../../src/prepare/rules/registry.js';
import {validated} from '../helpers/rules.js';

describe.each(Object.entries(ruleTypes))('%s', (name, {word, example, parameters}) => {
  it('has the name of its word in DQDL', () => {
    expect(word.replaceAll(/(?<=.)([A-Z])/g, '-$1').toLowerCase()).toBe(name);
  });

  it('passes where it should', async () => {
    const {validation} = await validated(example.passes, example);
    expect(validation).toMatchObject({passed: true, rules: [{id: 'r1', status: 'passed', anomaly: null}]});
    expect(validation.rows).toBe(example.table.rows.length);
  });

  it('fails where it should, with its metric and what that is called', async () => {
    const {validation, metrics} = await validated(example.fails, example);
    const [result] = validation.rules;
    expect(validation.passed).toBe(false);
    expect(result).toMatchObject({status: 'failed', level: 'error', anomaly: example.anomaly});
    expect(result!.value).toBeCloseTo(example.metric, 12);
    expect(result!.found).not.toBe('');
    expect(Object.keys(metrics).length).toBe(1);
  });

  it('never passes for a table without rows, unless what it says is of no row', async () => {
    const empty = {...example, table: {...example.table, rows: []}};
    const {validation} = await validated(`${example.passes}, ${example.fails}`, empty);
    for (const {status, value, found} of validation.rules) {
      if (value === null)
        expect({status, found}).toEqual({status: 'failed', found: expect.stringMatching(/^no number: /)});
      else expect(Number.isFinite(value)).toBe(true);
    }
  });

  it.runIf(parameters[0]?.startsWith('column') && !parameters[0].includes('?'))(
    'says which column there is not, and which is near',
    async () => {
      const column = Object.keys(example.table.columns).find((one) => example.fails.includes(`"${one}"`));
      const misspelt = example.fails.replace(`"${column}"`, `"${column}q"`);
      await expect(validated(misspelt, example)).rejects.toMatchObject({
        code: 'RULE_INVALID',
        message: expect.stringMatching(
          /^rules\.dqdl, line 1, column \d+: expected the name of a column, but there is none called `\w+q`\.\n.*\n *\^$/,
        ),
      });
    },
  );

  const needsSome = parameters.length > 0 && !parameters[0]!.includes('?');
  it.runIf(needsSome)('says what it wants where it is given nothing', async () => {
    await expect(validated(`${word} > 1`, example)).rejects.toMatchObject({
      code: 'RULE_INVALID',
      message: expect.stringContaining(`after \`${word}\`, got none`),
    });
  });
});
