import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun, runIds} from '../project/runs.js';
import type {Host} from './event.js';
import {readRun} from './run-record.js';
import {type RunSummary, summaryOf} from './run-summary.js';

export interface RunList {
  /** Newest first. */
  runs: RunSummary[];
}

/**
 * Every run of the project in a line.
 * @throws MANIFEST_MISSING, RUN_MISSING where there is none yet
 */
export async function listRuns(host: Host): Promise<RunList> {
  const paths = projectPaths(findProject(host.cwd));
  findRun(paths);
  const ids = runIds(paths).reverse();
  return {runs: ids.map((id) => summaryOf(readRun(id, paths.run(id).journal)))};
}
