import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';

it('docs/compiler.md: its code runs as it stands', () => {
  const page = readFileSync('docs/compiler.md', 'utf8');
  const blocks = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);
  expect(blocks.length).toBe(8);
  // Beside `docs`, so that the page's imports mean the same.
  const folder = resolve('node_modules/.adl-docs');
  mkdirSync(folder, {recursive: true});
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  const program = `${folder}/compiler.mjs`;
  writeFileSync(program, blocks.join('\n').replaceAll("'../dist/", "'../../dist/"));
  execFileSync(process.execPath, [program], {encoding: 'utf8'});
});
