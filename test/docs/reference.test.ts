import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, it} from 'vitest';

const folder = resolve('docs/reference');

it('docs/reference is what the commands, the schema and the registries give: else run `npm run reference`', async () => {
  const script = resolve('bin/reference.js');
  const {referencePages} = (await import(script)) as {referencePages: () => Promise<Record<string, string>>};
  const pages = await referencePages();
  expect(readdirSync(folder).sort()).toEqual(Object.keys(pages).sort());
  for (const [name, text] of Object.entries(pages))
    expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text);
});
