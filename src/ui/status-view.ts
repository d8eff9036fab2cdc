import type {RunResult} from '../lifecycle/run.js';
import type {StatusResult} from '../lifecycle/status.js';
import {buildSummary} from './build-view.js';
import {deployView} from './deploy-view.js';
import {sourceSummary} from './source-view.js';
import {table} from './table.js';

/** Each stage, whether it is fresh, and why. */
export function statusView({stages}: StatusResult, width?: number): string {
  const rows = stages.map(({name, fresh, because}) => [name, fresh ? 'fresh' : 'stale', because]);
  return [
    table(['stage', 'state', 'because'], rows, width),
    '',
    stages.every(({fresh}) => fresh) ? 'Nothing to do.' : 'Next: adl run',
  ].join('\n');
}

/** Which stages ran, and of each what its own command would show. */
export function runView({stages}: RunResult, width?: number): string {
  const shown = stages.flatMap((stage) => {
    if (!stage.ran) return [];
    if (stage.name === 'source') return [sourceSummary(stage.result, width)];
    return [stage.name === 'build' ? buildSummary(stage.result) : deployView(stage.result)];
  });
  const rows = stages.map(({name, ran}) => [name, ran ? 'ran' : 'was fresh: skipped']);
  return [table(['stage', 'result'], rows), ...shown].join('\n\n');
}
