import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Host, LifecycleEvent} from '../../src/lifecycle/event.js';
import {type SourceResult, source} from '../../src/lifecycle/source.js';

/** A new folder with these files in it. */
export function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'adl-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function hostIn(cwd: string): Host {
  return {cwd, now: () => 0, environment: {}};
}

/** Runs the source stage to its end. */
export async function runSource(
  cwd: string,
  options: {file?: string; target?: string; fold?: number} = {},
): Promise<{result: SourceResult; events: LifecycleEvent[]}> {
  const events: LifecycleEvent[] = [];
  const stage = source(hostIn(cwd), options);
  for (;;) {
    const {done, value} = await stage.next();
    if (done) return {result: value, events};
    events.push(value);
  }
}

/** A csv of `rows` rows: a number, a text, a date with gaps, and the class `big` that depends on the number. */
export function tableText(rows: number): string {
  const lines = Array.from({length: rows}, (_, i) => {
    const size = ((i * 7919) % 1000) / 10;
    const colour = ['red', 'green', 'blue', ''][i % 4];
    const day = i % 9 === 0 ? '' : `2021-0${1 + (i % 9)}-1${i % 10}`;
    return `${size},${colour},${day},${size > 60 ? 'yes' : 'no'}`;
  });
  return `size,colour,day,big\n${lines.join('\n')}\n`;
}
