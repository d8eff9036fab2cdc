import {rmSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {formats} from '../../src/export/formats/registry.js';
import {loadTrained} from '../../src/lifecycle/trained.js';
import {families} from '../../src/models/families/registry.js';
import {saveRandomRun, type TestProject, untrainedProject} from '../helpers/untrained-project.js';

const facts = {name: 'birds', version: '1', adl: '0.1.0', run: '0001'};
const projects: Record<string, TestProject> = {};

beforeAll(async () => {
  projects.classification = await untrainedProject({target: 'species'});
  projects.regression = await untrainedProject({target: 'mass'});
});

afterAll(() => {
  for (const {paths} of Object.values(projects)) rmSync(paths.root, {recursive: true});
});

describe.each(Object.entries(formats))('format %s', (_name, format) => {
  it('says in a sentence what it is and shows how its file is used', () => {
    expect(format.summary).toMatch(/^[A-Z].*\.$/);
    expect(format.example.code).toContain(format.file);
  });

  it.each(
    Object.keys(families).flatMap((family) =>
      ['classification', 'regression'].map((task) => [family, task] as const),
    ),
  )('writes a model of the family %s for a %s, each time the same', (family, task) => {
    const {paths} = projects[task]!;
    const {snapshot} = loadTrained(paths.run('0001'));
    const {model} = loadTrained(paths.run(saveRandomRun(paths, {family, snapshot, seed: 3})));
    const {bytes, signature} = format.write(model, facts);
    expect(bytes.length).toBeGreaterThan(0);
    expect(format.write(model, facts)).toEqual({bytes, signature});
    expect(signature).toMatchObject({name: 'birds', version: '1', adl: '0.1.0', task});
    expect(signature.inputs.map(({name}) => name)).toEqual(model.columns.map(({name}) => name));
    expect(signature.labels).toEqual(model.task.kind === 'classification' ? model.task.labels : undefined);
  });
});
