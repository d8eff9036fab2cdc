import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {randomStream} from '../../src/base/random.js';
import type {Host, LifecycleEvent} from '../../src/lifecycle/event.js';
import {source} from '../../src/lifecycle/source.js';

export function hostIn(cwd: string, more: Partial<Host> = {}): Host {
  return {cwd, now: () => Date.now(), environment: {}, ...more};
}

/** A table whose class can be learned from a number, a category and a date; a tenth of the numbers is missing. */
export function birdsCsv(rows: number, seed = 1): string {
  const random = randomStream(seed, 'birds');
  const lines = Array.from({length: rows}, (_, at) => {
    const speed = Math.round(100 + 40 * random.normal());
    const phase = ['Climb', 'Approach', 'Take-off run', ''][random.integer(4)]!;
    const date = `20${String(10 + random.integer(10))}-0${1 + random.integer(9)}-1${random.integer(10)}`;
    const harmed = speed + (phase === 'Climb' ? 40 : 0) + 20 * random.normal() > 120 ? 'yes' : 'no';
    return [at, random.uniform() < 0.1 ? '' : speed, phase, date, harmed].join(',');
  });
  return ['id,speed,phase,date,harmed', ...lines, ''].join('\n');
}

/** A project in a folder with its snapshot made. */
export async function sourcedProject(path: string, {rows = 400, manifest = ''} = {}): Promise<Host> {
  writeFileSync(join(path, 'birds.csv'), birdsCsv(rows));
  writeFileSync(
    join(path, 'adl.yaml'),
    `project: birds\nsource:\n  tables: {birds: {uri: birds.csv}}\n  target: harmed\n${manifest}`,
  );
  const host = hostIn(path);
  await finished(source(host, {}));
  return host;
}

/** Runs a stage to its end. */
export async function finished<Result>(
  events: AsyncGenerator<LifecycleEvent, Result>,
  onEvent: (event: LifecycleEvent) => void = () => {},
): Promise<Result> {
  for (;;) {
    const turn = await events.next();
    if (turn.done) return turn.value;
    onEvent(turn.value);
  }
}
