import type {WorkerView} from '../../lifecycle/build-show.js';
import {table} from '../table.js';
import {Lines} from './lines.js';

/** What each worker does now, and for how long. */
export function Workers({workers, shown, now}: {workers: readonly WorkerView[]; shown: number; now: number}) {
  const rows = workers.slice(0, shown).map((worker) => cells(worker, now));
  const [header, ...lines] = table(['worker', 'does', 'seconds', 'units done'], rows)
    .split('\n')
    .map((line) => line.slice(2));
  const rest = `and ${workers.length - shown} more`;
  return (
    <Lines
      lines={[
        {text: header!, bold: true},
        ...lines.map((text) => ({text})),
        ...(shown < workers.length ? [{text: rest}] : []),
      ]}
    />
  );
}

function cells({worker, at_work, since, units}: WorkerView, now: number): string[] {
  const seconds = since === null ? '-' : ((now - since) / 1000).toFixed(1);
  // Columns stay where they are while what is in them changes.
  const does = (at_work ?? 'waits for work').padEnd('16 trials, epoch 99, evaluate'.length);
  return [String(worker), does, seconds.padStart(5), String(units)];
}
