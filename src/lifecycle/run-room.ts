import {Room} from '../hopper/room.js';
import type {BuildRun} from './going.js';
import {sizeInWords} from './size.js';

/** The room that a run has on its disk; whoever looks on is told when it waits for some. */
export function roomOf({run, journal, settings, host, push}: Omit<BuildRun, 'room'>): Room {
  const tell = (kind: 'warning' | 'progress' | 'note', message: string) =>
    push({stage: 'build', kind, message});
  return new Room({
    ...{folder: run.folder, workers: settings.workers, signal: host.signal, now: host.now},
    journal: {path: run.journal, catchUp: () => journal.catchUp()},
    onPause: ({path, bytes}) => {
      journal.append('run-paused', {path, bytes});
      tell(
        'warning',
        `the run is paused, as there is no room on the disk for ${path}: it needs about ${sizeInWords(bytes)}, and goes on by itself once they are free`,
      );
    },
    onStill: ({path, bytes}, milliseconds) =>
      tell(
        'progress',
        `paused for ${Math.round(milliseconds / 1000)} s: no ${sizeInWords(bytes)} of room on the disk for ${path}`,
      ),
    onGoOn: () => {
      journal.append('run-went-on');
      tell('note', 'there is room on the disk again: the run goes on');
    },
  });
}
