import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';

/** The processes that a run started: its own, and its workers. */
export function processesOf(folder: string, run: string): {own: number; workers: number[]} {
  const entries = readJournal(projectPaths(folder).run(run).journal);
  const pids = (type: string) => entries.filter((entry) => entry.type === type).map(({pid}) => Number(pid));
  return {own: pids('run-started')[0]!, workers: pids('worker-started')};
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
