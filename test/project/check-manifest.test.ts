import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {z} from 'zod';
import {AdlError} from '../../src/base/errors.js';
import {checkManifest, readManifestText} from '../../src/project/manifest.js';

it('takes a folder for no manifest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adl-'));
  expect(() => readManifestText(folder)).toThrow(AdlError);
  expect(() => readManifestText(folder)).toThrow(/Expected a file/);
});

it('takes no text that stands for more values than there is room for', () => {
  const ten = (of: string) => `[${Array.from({length: 10}, () => of).join(', ')}]`;
  const lines = [
    'a: &a x',
    ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} ${ten(`*${'abcdefg'[at]}`)}`),
  ];
  expect(() => checkManifest('adl.yaml', lines.join('\n'), z.any())).toThrow(
    expect.objectContaining({code: 'MANIFEST_SYNTAX'}),
  );
});
