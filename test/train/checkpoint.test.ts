import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readCheckpoint, writeCheckpoint} from '../../src/train/checkpoint.js';
import {temporaryFolder} from '../helpers/adl.js';

const state = {
  parameters: Float32Array.of(1, -2.5, Number.MIN_VALUE, 3e38),
  slots: {momentum: Float32Array.of(0, 1, 2, 3), velocity: Float32Array.of(4, 5, 6, 7)},
  step: 12,
};

describe('checkpoint', () => {
  it('gives back the bits that were written, and leaves nothing beside them', async () => {
    const folder = temporaryFolder();
    await writeCheckpoint(join(folder, 'a.ckpt'), state);
    expect(await readCheckpoint(join(folder, 'a.ckpt'))).toMatchObject(state);
    expect(readdirSync(folder)).toEqual(['a.ckpt']);
  });

  it('is refused when a bit of it has changed, or its end is missing', async () => {
    const path = join(temporaryFolder(), 'a.ckpt');
    await writeCheckpoint(path, state);
    const content = readFileSync(path);
    const flipped = Buffer.from(content);
    flipped[flipped.length - 3]! ^= 1;
    for (const damaged of [flipped, content.subarray(0, -4)]) {
      writeFileSync(path, damaged);
      await expect(readCheckpoint(path)).rejects.toThrow('damaged');
    }
  });
});
