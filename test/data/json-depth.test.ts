import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import {fileFacts} from '../../src/data/file.js';
import {importFile} from '../../src/data/import.js';
import {adl, temporaryFolder} from '../helpers/adl.js';

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const rows = Array.from({length: 40}, (_, i) => `{"y": "${i % 2 ? 'no' : 'yes'}", "x": ${i}}`);

it.each<[string, string | Buffer, RegExp]>([
  ['t.ndjson', `${rows.join('\n')}\n{"y": "no", "x": ${nested(300_000)}}\n`, /line 41.*awk 'NR == 41/s],
  ['t.json', `[${rows.join(',')},${nested(300_000)}]`, /line 1\b/],
  [
    't.json.gz',
    gzipSync(`[\n${rows.join(',')},\n${'['.repeat(300_000)}`),
    /line 3\..*gzip -dc \S+t.json.gz/s,
  ],
])('a %s that is nested deeper than can be read is refused, with its line', (name, content, words) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), content);
  const {status, stderr} = adl(['source', name, '--target', 'y'], {cwd});
  expect(status, stderr).toBe(3);
  expect(stderr).toMatch(words);
});

it.each([
  ['within what can be read', `${rows.join('\n')}\n{"y": "no", "x": ${nested(900)}}\n`],
  ['in a text', `${rows.join('\n')}\n{"y": "no", "x": "\\\\\\"${'['.repeat(5000)}"}\n`],
  ['in many rows', Array.from({length: 3000}, (_, i) => `{"y": ${i}, "x": [[${i}]]}\n`).join('')],
])('takes brackets %s', async (_name, content) => {
  const folder = temporaryFolder();
  const path = join(folder, 't.ndjson');
  writeFileSync(path, content);
  const database = await openDatabase();
  expect(await importFile(database, {path, scratch: folder}, await fileFacts(path))).toEqual({read: true});
  database.close();
});
