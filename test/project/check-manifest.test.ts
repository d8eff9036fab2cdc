import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {checkManifest, readManifestText} from '../../src/project/manifest.js';
import {temporaryFolder} from '../helpers/adl.js';

describe('readManifestText takes no manifest that is', () => {
  it('a folder', () => {
    const path = join(temporaryFolder(), 'adl.yaml');
    mkdirSync(path);
    expect(() => readManifestText(path)).toThrow(
      expect.objectContaining({
        code: 'MANIFEST_INVALID',
        message: `Expected a file at ${path}, got a folder.`,
        suggestions: [`mv ${path} ${path}.aside`],
      }),
    );
  });

  it.skipIf(process.platform === 'win32')('a pipe, which nothing may ever write to', () => {
    const path = join(temporaryFolder(), 'adl.yaml');
    spawnSync('mkfifo', [path]);
    expect(() => readManifestText(path)).toThrow(/got something else/);
  });

  it.each([
    ['latin1', 'latin1'],
    ['utf16le', 'utf-16'],
  ] as const)('in %s', (encoding, named) => {
    const path = join(temporaryFolder(), 'adl.yaml');
    writeFileSync(path, Buffer.from('\ufeffproject: café\n'.slice(named === 'latin1' ? 1 : 0), encoding));
    expect(() => readManifestText(path)).toThrow(
      expect.objectContaining({suggestions: [expect.stringContaining(`iconv -f ${named} -t utf-8 ${path}`)]}),
    );
  });
});

const bomb = [
  'a: &a x',
  ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} ${ten(`*${'abcdefg'[at]}`)}`),
];

describe('checkManifest points at the line and the column of', () => {
  it.each<[string, string, string, RegExp, RegExp]>([
    ['a tab', 'a:\n\tb: 1\n', 'line 2, column 1', /got a tab/, /^perl .*\\t/],
    [
      'a key that comes twice',
      'a:\n  b: 1\n  c: 2\n  b: 3\n',
      'line 4, column 3',
      /`b` a second time/,
      /line 2 or line 4/,
    ],
    ['a key twice on a line', '{a: 1, a: 2}', 'line 1, column 8', /`a` a second time/, /on line 1/],
    ['a second document', 'a: 1\n---\nb: 1\n', 'line 2, column 1', /one document/, /above line 2/],
    ['a colon too many', 'a:\n  b: c: d\n', 'line 2, column 6', /one more colon/, /in quotes/],
    ['a colon too many in a list', 'a: {b: c: d}\n', 'line 1, column 8', /one more colon/, /in quotes/],
    ['a list that does not end', 'a: [1,\n', 'line 2, column 1', /The list must/, /line 2/],
    [
      'more levels than can be read',
      `a:\n b: ${'['.repeat(50_000)}`,
      'line 2, column',
      /a hundred levels/,
      /line 2/,
    ],
    ['more items in items', `# many\n${'- '.repeat(20_000)}`, 'line 2, column', /a hundred levels/, /line 2/],
    ['a reference to nothing', 'a: 1\nb: *x\n', 'line 2, column 4', /`&x` somewhere above/, /line 2/],
    ['a value within itself', 'a: &a [*a]\n', 'line 1, column 8', /within itself/, /line 1/],
    [
      'few lines that stand for very much',
      bomb.join('\n'),
      'line 3, column 8',
      /more than there is room for/,
      /without `&`/,
    ],
    ['a list as a key', 'a: 1\n? [b]\n: 2\n', 'line 2, column 3', /text as a key/, /line 2/],
    ['a key that would vanish', 'a: {__proto__: {b: 1}}\n', 'line 1, column 5', /`__proto__`/, /Rename/],
  ])('%s', (_name, text, place, says, suggests) => {
    expect(() => checkManifest('adl.yaml', text, z.any())).toThrow(
      expect.objectContaining({
        code: 'MANIFEST_SYNTAX',
        message: expect.stringContaining(`adl.yaml, ${place}`),
        suggestions: [expect.stringMatching(suggests)],
      }),
    );
    expect(() => checkManifest('adl.yaml', text, z.any())).toThrow(says);
  });

  it('nothing in a file with a mark of its encoding, or with references that fit', () => {
    expect(checkManifest('adl.yaml', '\ufeffa: &a [1]\nb: *a\n', z.any())).toEqual({a: [1], b: [1]});
  });
});

function ten(of: string): string {
  return `[${Array.from({length: 10}, () => of).join(', ')}]`;
}
