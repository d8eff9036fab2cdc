import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {deploy} from '../../src/lifecycle/deploy.js';
import {predict} from '../../src/lifecycle/predict.js';
import {source} from '../../src/lifecycle/source.js';
import {finish, untrainedProject} from '../helpers/untrained-project.js';

it.each(['species=x/mass=1/n0=5/y=2', "it's [a] * {b}"])(
  'reads its own files in the folder %s',
  async (folder) => {
    const project = await untrainedProject({rows: 60, folder});
    const [odd, plain] = [project, await untrainedProject({rows: 60})];
    const inputs = async ({host}: typeof project) => (await finish(source(host, {}))).result.snapshot;
    expect(await inputs(odd)).toBe(await inputs(plain));
    for (const {host, paths} of [odd, plain]) {
      await finish(deploy(host, {to: 'service'}));
      await finish(predict(host, {file: 'birds.csv', output: 'scored.parquet'}));
      await finish(predict(host, {file: 'scored.parquet', output: 'scored.csv'}));
      expect(readFileSync(join(paths.root, 'scored.csv'), 'utf8').split('\n')).toHaveLength(62);
    }
    const scored = ({paths}: typeof project) => readFileSync(join(paths.root, 'scored.csv'), 'utf8');
    expect(scored(odd)).toBe(scored(plain));
  },
);
