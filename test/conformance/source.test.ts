import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import {fileFacts, sourceOf} from '../../src/data/file.js';
import {literal} from '../../src/data/identifier.js';
import {importFile} from '../../src/data/import.js';
import {sources} from '../../src/data/sources/registry.js';

describe.each(Object.entries(sources))('%s', (name, source) => {
  it('is found by its extensions, in any case and under compression', () => {
    for (const extension of source.extensions) {
      expect(sourceOf(`/some/folder.x/T.${extension.toUpperCase()}`)).toBe(source);
      expect(sourceOf(`t.${extension}.gz`)).toBe(source);
    }
    expect(source.extensions).toContain(name);
  });

  it.each(['plain', 'odd [name] *?'])(
    'reads its example from a file with a name that is %s',
    async (stem) => {
      const scratch = mkdtempSync(join(tmpdir(), 'adl-'));
      const path = join(scratch, `${stem}.${source.extensions[0]}`);
      const database = await openDatabase();
      if ('content' in source.example) writeFileSync(path, source.example.content);
      else await database.run(`COPY (${source.example.sql}) TO ${literal(path)} (FORMAT parquet)`);
      const facts = await fileFacts(path);
      expect(await importFile(database, {path, scratch}, facts)).toEqual({read: true});
      expect(
        await database.rows(
          'SELECT "adl:row" AS row, name, CAST(count AS INTEGER) AS count FROM "adl:imported"',
        ),
      ).toEqual([
        {row: 0, name: 'ann', count: 1},
        {row: 1, name: 'bo', count: 2},
      ]);
      expect(await importFile(database, {path, scratch}, facts)).toEqual({read: false});
      database.close();
    },
  );
});
