import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {plainFile} from '../../src/data/plain-file.js';
import {temporaryFolder} from '../helpers/adl.js';

const text = 'name,y\nété 😀,1\n';
const wide = Buffer.from(text, 'utf16le');

async function read(content: Uint8Array | string, name = 't.csv', isText = true): Promise<string> {
  const scratch = temporaryFolder();
  const path = join(scratch, name);
  writeFileSync(path, content);
  return readFileSync((await plainFile({path, scratch}, {isText})).path, 'utf8');
}

describe('plainFile', () => {
  it.each<[string, Uint8Array | string, string?]>([
    ['UTF-8', text],
    ['UTF-8 with its mark', `\ufeff${text}`],
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), wide])],
    ['UTF-16 without one', wide],
    ['UTF-16, big end first', Buffer.from(wide).swap16()],
    ['packed UTF-8', gzipSync(text), 't.csv.gz'],
    ['packed UTF-16', gzipSync(wide), 't.csv.gz'],
  ])('reads %s', async (_name, content, name) => {
    expect(await read(content, name)).toBe(text);
  });

  it('reads what is no text as it is', async () => {
    expect(await read('\ufeffx', 't.parquet', false)).toBe('\ufeffx');
  });

  it.each<[string, Buffer, number, number, string]>([
    ['at the beginning', bytes('a\xe9,y\n'), 1, 1, 'e9'],
    ['in a row', bytes('a,y\n1,x\n2,caf\xe9\n'), 13, 3, 'e9'],
    ['that goes on with another', bytes('a\n\xc3\xc3\xa9'), 2, 2, 'c3'],
    ['that nothing went before', bytes('a\nb\x80'), 3, 2, '80'],
    ['that ends the file', bytes('a\nb\xf0\x9f\x98'), 3, 2, 'f0'],
    ['after a million others', bytes(`${'é😀\n'.repeat(300_000)}\xff`, 'é😀\n'), 2_100_000, 300_001, 'ff'],
  ])('finds a byte that is no UTF-8 %s', async (_name, content, offset, line, hex) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: `Expected t.csv to be UTF-8, got 0x${hex} at byte ${offset} (line ${line}).`,
    });
  });

  it('suggests a command that makes it UTF-8', async () => {
    const scratch = temporaryFolder();
    const path = join(scratch, 'it is.csv.gz');
    writeFileSync(path, gzipSync(Buffer.from('a,y\n1,café\n', 'latin1')));
    const error = await plainFile({path, scratch}, {isText: true}).catch((reason) => reason);
    execFileSync('sh', ['-c', error.suggestions[0]], {cwd: scratch});
    expect(readFileSync(join(scratch, 'utf-8-it is.csv'), 'utf8')).toBe('a,y\n1,café\n');
  });

  it.each<[string, Buffer | string, RegExp]>([
    ['that was cut off', gzipSync(text.repeat(999)).subarray(0, 60), /one that was cut off/],
    ['that is none', text, /something else \(incorrect header check\)/],
  ])('refuses a packed file %s', async (_name, content, message) => {
    await expect(read(content, 't.csv.gz')).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringMatching(message),
      suggestions: [expect.stringMatching(/^gzip --test/)],
    });
  });

  it('refuses UTF-16 with half a character', async () => {
    await expect(read(Buffer.concat([wide, Buffer.from([0, 0xd8, 0x61, 0])]))).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringContaining('UTF-16'),
    });
  });
});

/** Text of single bytes, but for the part that is UTF-8. */
function bytes(content: string, utf8 = ''): Buffer {
  if (utf8 === '') return Buffer.from(content, 'latin1');
  const end = content.lastIndexOf(utf8) + utf8.length;
  return Buffer.concat([Buffer.from(content.slice(0, end)), Buffer.from(content.slice(end), 'latin1')]);
}
