import {expect, it} from 'vitest';
import {readSnapshot} from '../../src/data/snapshot.js';
import {projectPaths} from '../../src/project/paths.js';
import {folderWith, runSource} from '../helpers/source.js';

it.each([
  {values: ['1e300', '0.0'], labels: ['0.0', '1e+300']},
  {values: ['7', '-3'], labels: ['-3', '7']},
  {values: ['2.5', '1.5'], labels: ['1.5', '2.5']},
])('takes two numbers for labels: $labels', async ({values, labels}) => {
  const rows = Array.from({length: 60}, (_, row) => `{"a": ${row % 7}, "y": ${values[row % 2]}}\n`);
  const cwd = folderWith({'t.ndjson': rows.join('')});
  const {result} = await runSource(cwd, {file: 't.ndjson', target: 'y'});
  expect(readSnapshot(projectPaths(cwd).snapshot(result.snapshot)).target.labels).toEqual(labels);
});

it('says what to look at where no other column can be predicted either', async () => {
  const cwd = folderWith({'t.csv': 'a,y\n1,x\n'});
  await expect(runSource(cwd, {file: 't.csv', target: 'y'})).rejects.toMatchObject({
    code: 'TARGET_INVALID',
    suggestions: ['Read a table in which `y` can be, or name another column: adl source --target COLUMN'],
  });
});
