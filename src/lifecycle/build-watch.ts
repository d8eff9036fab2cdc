import {followJournal} from '../project/journal.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import {type BuildView, viewOf} from './build-show.js';
import type {Host} from './event.js';
import {nothingYet, takeEntry} from './run-progress.js';

/**
 * A look at a run that can be repeated: each time only what its journal has gained is read.
 * @throws MANIFEST_MISSING, RUN_MISSING
 */
export function watchBuild(host: Host, options: {run?: string}): () => BuildView {
  const {id, run} = findRun(projectPaths(findProject(host.cwd)), options.run);
  const gained = followJournal(run.journal);
  let progress = nothingYet;
  return () => {
    progress = gained().reduce(takeEntry, progress);
    return viewOf(id, progress);
  };
}
