import type {RunResult} from '../lifecycle/run.js';
import type {StatusResult} from '../lifecycle/status.js';
import {table} from './table.js';

/** Each stage, whether it is fresh, and why. */
export function statusView({stages}: StatusResult): string {
  const rows = stages.map(({name, fresh, because}) => [name, fresh ? 'fresh' : 'stale', because]);
  return [
    table(['stage', 'state', 'because'], rows),
    '',
    stages.every(({fresh}) => fresh) ? 'Nothing to do.' : 'Next: adl run',
  ].join('\n');
}

export function runView({stages}: RunResult): string {
  const rows = stages.map(({name, ran}) => [name, ran ? 'ran' : 'fresh, skipped']);
  return table(['stage', ''], rows);
}
