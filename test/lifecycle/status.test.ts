import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {digest} from '../../src/base/hash.js';
import {freshness, type Present, sourceInputs} from '../../src/lifecycle/freshness.js';
import type {Manifest} from '../../src/lifecycle/manifest.js';
import {manifestSchema} from '../../src/lifecycle/manifest-schema.js';
import {status} from '../../src/lifecycle/status.js';
import {folderWith, hostIn, runSource, tableText} from '../helpers/source.js';

const manifest: Manifest = {
  ...manifestSchema.parse({source: {tables: {t: {uri: 't.csv'}}, target: 'y'}}),
  project: 'p',
};
const file = {digest: 'd', size: 3};
const lock = {
  source: {inputs: sourceInputs(manifest, 't.csv', file, {}), outputs: {snapshot: 's'}},
  build: {inputs: {snapshot: 's', manifest: digest(manifest.build)}, outputs: {run: 'r'}},
  deploy: {inputs: {run: 'r', manifest: digest(manifest.deploy)}, outputs: {version: '1'}},
};
const present: Present = {
  ...{manifest, file, exists: {source: true, build: true, deploy: true}},
  hasService: true,
  references: {},
};

describe('freshness', () => {
  it('is fresh when all is as it was', () => {
    expect(Object.values(freshness(lock, present)).map(({fresh}) => fresh)).toEqual([true, true, true]);
  });

  it('is stale before the first run', () => {
    for (const {fresh, because} of Object.values(freshness({}, present)))
      expect({fresh, because}).toEqual({fresh: false, because: 'It has not run yet.'});
  });

  it.each<[string, Partial<Present>, string, RegExp]>([
    ['other content', {file: {digest: 'e', size: 3}}, 'source', /t\.csv has changed/],
    ['no file', {file: undefined}, 'source', /not there/],
    [
      'another source section',
      {manifest: {...manifest, source: {...manifest.source, drop: ['x']}}},
      'source',
      /source section/,
    ],
    [
      'another build section',
      {manifest: {...manifest, build: {...manifest.build, seed: 1}}},
      'build',
      /build section/,
    ],
    ['no snapshot', {exists: {source: false, build: true, deploy: true}}, 'source', /snapshot/],
    ['no run', {exists: {source: true, build: false, deploy: true}}, 'build', /run/],
    ['no model', {exists: {source: true, build: true, deploy: false}}, 'deploy', /model/],
    ['no service', {hasService: false}, 'deploy', /service/],
  ])('%s makes a stage and those after it stale', (_name, change, stage, because) => {
    const found = freshness(lock, {...present, ...change});
    const names = Object.keys(found);
    for (const [name, one] of Object.entries(found)) {
      const distance = names.indexOf(name) - names.indexOf(stage);
      expect(one.fresh).toBe(distance < 0);
      if (distance === 0) expect(one.because).toMatch(because);
      if (distance > 0)
        expect(one.because).toBe(`The stage before it, ${names[names.indexOf(name) - 1]}, is stale.`);
    }
  });

  it('gives a stage its own reason where it has one, and its first where it has several', () => {
    const changed = {...manifest, build: {...manifest.build, seed: 1}};
    const found = freshness(lock, {...present, manifest: changed, file: undefined});
    expect(found.build.because).toMatch(/build section/);
    expect(freshness({source: lock.source}, {...present, file: undefined}).deploy.because).toMatch(
      /not run yet/,
    );
  });

  it('names the file that the manifest names, not the one that was read last', () => {
    const tables = {t: {uri: 'moved/t.csv'}};
    const moved = {...manifest, source: {...manifest.source, tables}};
    const found = freshness(lock, {...present, manifest: moved, file: undefined});
    expect(found.source.because).toBe('The file moved/t.csv is not there.');
  });

  it('another output makes the next stage stale', () => {
    const other = {...lock, source: {...lock.source, outputs: {snapshot: 'other'}}};
    expect(freshness(other, present).build).toMatchObject({
      fresh: false,
      because: expect.stringMatching(/another snapshot/),
    });
    const rebuilt = {...lock, build: {...lock.build, outputs: {run: 'other'}}};
    expect(freshness(rebuilt, present).deploy.because).toMatch(/another run/);
  });
});

it('status looks at the project', async () => {
  const folder = folderWith({'t.csv': tableText(60)});
  await runSource(folder, {file: 't.csv', target: 'big'});
  const fresh = async () => (await status(hostIn(join(folder, '.adl')))).stages.map((stage) => stage.fresh);
  expect(await fresh()).toEqual([true, false, false]);
  writeFileSync(join(folder, 't.csv'), tableText(61));
  expect(await fresh()).toEqual([false, false, false]);
  rmSync(join(folder, 't.csv'));
  expect((await status(hostIn(folder))).stages[0]).toMatchObject({name: 'source', fresh: false});
});
