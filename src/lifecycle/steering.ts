import {type Command, command} from '../hopper/command.js';
import {type Entry, followJournal, type Journal} from '../project/journal.js';
import type {RunPaths} from '../project/paths.js';
import type {LifecycleEvent} from './event.js';

/**
 * What people tell a run, when so many epochs of groups have ended: what they told it then, where that is behind it, and
 * what is new in its inbox.
 */
export function steeringOf({past, run, journal, push}: Steered): (decision: number) => Command[] {
  const taken = past.entries.filter(({type}) => type === 'command');
  const known = new Set(taken.map(({id}) => String(id)));
  // What is told now changes nothing of what was decided before.
  const decided = past.entries.reduce((most, {after}) => Math.max(most, Number(after ?? 0)), 0);
  const inbox = followJournal(run.inbox);
  return (decision) => {
    const then = taken.filter(({after}) => after === decision).flatMap(commandIn);
    if (decision <= decided || past.isOver) return then;
    const fresh = inbox().filter(({id}) => !known.has(String(id)));
    for (const entry of fresh) {
      known.add(String(entry.id));
      const [found] = commandIn(entry);
      if (!found) continue;
      journal.append('command', {id: entry.id as string, after: decision, command: found});
      push({stage: 'build', kind: 'note', message: inWords(found)});
      then.push(found);
    }
    return then;
  };
}

interface Steered {
  past: {entries: readonly Entry[]; isOver?: boolean};
  run: Pick<RunPaths, 'inbox'>;
  journal: Journal;
  push: (event: LifecycleEvent) => void;
}

/** What an entry of the inbox says, or of the journal; nothing where that is no command. */
function commandIn(entry: Entry): Command[] {
  const {success, data} = command.safeParse(entry.command);
  return success ? [data] : [];
}

function inWords(told: Command): string {
  if (told.type === 'stop') return `trial ${told.trial} is stopped when its epoch is over`;
  if (told.type === 'clone') return `trial ${told.trial} is cloned when its epoch is over`;
  return `one more ${told.family} is trained`;
}
