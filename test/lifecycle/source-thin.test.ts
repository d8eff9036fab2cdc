import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {projectPaths} from '../../src/project/paths.js';
import {folderWith, runSource} from '../helpers/source.js';

const common = Array.from({length: 60}, (_, at) => `${Math.sin(at)},${['yes', 'no'][at % 2]}`);
const numbers = Array.from({length: 60}, (_, at) => `${Math.sin(at)},${at % 2}`);

/** Runs `adl source`, and returns the blocks to paste that its warning about thin classes ends in. */
async function stepsFor(folder: string, options = {}): Promise<{message: string; steps: string[]}> {
  const {events} = await runSource(folder, options);
  const message = events.find((event) => event.message.startsWith('Too few rows'))?.message ?? '';
  return {
    message,
    steps: message
      .split(/\n(?=To )/)
      .slice(1)
      .map((step) => step.slice(step.indexOf('\n') + 1)),
  };
}

async function classesAfter(folder: string, step: string): Promise<unknown> {
  writeFileSync(join(folder, 'adl.yaml'), `source:\n  tables: {t: {uri: t.csv}}\n${step}\n`);
  const {result, events} = await runSource(folder);
  expect(events.map(({message}) => message).join()).not.toMatch(/Too few rows/);
  const schema = join(projectPaths(folder).snapshot(result.snapshot), 'schema.json');
  const {target, rows} = JSON.parse(readFileSync(schema, 'utf8'));
  return {labels: target.labels, rows};
}

it.each<[string, string[], object, object]>([
  [
    'text',
    [...common, "1,o'ne", '2,rare', '3,rare', '4,'],
    {labels: ['no', 'other', 'yes'], rows: 63},
    {labels: ['no', 'yes'], rows: 60},
  ],
  [
    'numbers',
    [...numbers, '1,7', '2,8', '3,8'],
    {labels: ['0', '1', 'other'], rows: 63},
    {labels: ['0', '1'], rows: 60},
  ],
  [
    'text, one of which is called other',
    [...common.map((row) => row.replace('yes', 'other')), '1,a', '2,b', '3,c', '4,d'],
    {labels: ['no', 'other', 'others'], rows: 64},
    {labels: ['no', 'other'], rows: 60},
  ],
])('merges or drops thin classes of %s by the step that is pasted', async (_name, rows, merged, kept) => {
  const folder = folderWith({'t.csv': ['x,y', ...rows, ''].join('\n')});
  const {message, steps} = await stepsFor(folder, {file: 't.csv', target: 'y'});
  expect(message).toMatch(/^Too few rows to be in every split: .* \([12]\).* of `y`\.\n/);
  expect(steps).toHaveLength(2);
  expect(await classesAfter(folder, steps[0]!)).toEqual(merged);
  expect(await classesAfter(folder, steps[1]!)).toEqual(kept);
});

it('keeps what the manifest derives and drops, and takes no name of a column', async () => {
  const rows = [...common, '1,rare', '2,rarer', '3,rarest'].map((row) => `${row},1,2`);
  const folder = folderWith({
    't.csv': ['x,y,y_merged,z', ...rows, ''].join('\n'),
    'adl.yaml': 'source:\n  tables: {t: {uri: t.csv}}\n  derive: {twice: x * 2}\n  drop: [z]\n  target: y\n',
  });
  const {steps} = await stepsFor(folder);
  const isThin = String.raw`(\"y\" NOT IN ('no', 'yes') AND \"y\" IS NOT NULL)`;
  expect(steps[0]!.split('\n')).toEqual([
    `  derive: {twice: x * 2, y_merged_: "CASE WHEN ${isThin} THEN 'other' ELSE ${String.raw`\"y\"`} END"}`,
    '  drop: [z, y]',
    '  target: y_merged_',
  ]);
  expect(await classesAfter(folder, steps[0]!)).toEqual({labels: ['no', 'other', 'yes'], rows: 63});
});

it('merges no class that would be as thin', async () => {
  const folder = folderWith({'t.csv': ['x,y', ...common, '1,rare', '2,rarer', ''].join('\n')});
  const {steps} = await stepsFor(folder, {file: 't.csv', target: 'y'});
  expect(steps).toHaveLength(1);
  expect(await classesAfter(folder, steps[0]!)).toEqual({labels: ['no', 'yes'], rows: 60});
});
