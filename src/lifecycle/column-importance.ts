import {AdlError} from '../base/errors.js';
import type {FeatureColumn} from '../models/model.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import {importanceOf} from '../trees/importance.js';
import type {Host} from './event.js';
import {loadTrained} from './trained.js';

export interface ColumnImportance {
  run: string;
  family: string;
  /** Those that are asked of at all, the one with the largest share first. */
  columns: {
    column: string;
    /** What it was encoded to, where that is more than one number or code. */
    part: string;
    /** Of the loss that all splits lower together. */
    share: number;
    splits: number;
  }[];
}

/**
 * By which columns the trees of a run's best model decide.
 * @throws MANIFEST_MISSING, RUN_MISSING, TREES_MISSING where its best model has no trees
 */
export async function columnImportance(
  host: Host,
  options: {run?: string | undefined},
): Promise<ColumnImportance> {
  const {id, run} = findRun(projectPaths(findProject(host.cwd)), options.run);
  const {model} = loadTrained(run);
  if (!model.trees)
    throw new AdlError(
      'TREES_MISSING',
      `Expected a run whose best model is made of trees, but that of run ${id} is ${model.family}.`,
      {suggestions: ['adl build show', 'Write `families: [gbdt]` under `build` in adl.yaml.']},
    );
  const parts = treeColumns(model.columns);
  const trees = model.trees.trees.map(({tree}) => tree);
  const found = importanceOf(trees, parts.length);
  const all = found.reduce((sum, {gain}) => sum + gain, 0);
  const columns = found
    .map(({gain, splits}, at) => ({...parts[at]!, share: all > 0 ? gain / all : 0, splits}))
    .filter(({splits}) => splits > 0)
    .sort((a, b) => b.share - a.share);
  return {run: id, family: model.family, columns};
}

/** Encoded columns in the order in which trees know them: numbers first. */
export function treeColumns(columns: readonly FeatureColumn[]): {column: string; part: string}[] {
  const of = (kind: 'numeric' | 'code') =>
    columns.flatMap(({name, encoded}) =>
      encoded
        .filter(({encoding}) => encoding.kind === kind)
        .map((own) => ({column: name, part: encoded.length > 1 ? own.name : ''})),
    );
  return [...of('numeric'), ...of('code')];
}
