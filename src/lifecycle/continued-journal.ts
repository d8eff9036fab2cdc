import {AdlError} from '../base/errors.js';
import {canonicalJson, type Json} from '../base/json.js';
import type {Entry, Journal} from '../project/journal.js';

/** What a run decides and finds out: the same again when it is gone through a second time. */
const outcomes = new Set([
  ...['trial-added', 'group-formed', 'epoch-ended', 'epoch-decided', 'unit-skipped'],
  ...['trial-paused', 'trial-stopped', 'trial-failed'],
]);

/**
 * A journal that has entries already, of a run that is gone through again: what they say of its outcomes is not said twice.
 * @throws REPLAY_DIVERGED where a trial or an epoch comes out in another way than it did
 */
export function continuedJournal(journal: Journal, entries: readonly Entry[]): Journal {
  const said = new Set<string>();
  const found = new Map<string, string>();
  for (const {at: _, type, ...facts} of entries) {
    if (!outcomes.has(type)) continue;
    const sentence = canonicalJson([type, facts]);
    said.add(sentence);
    const subject = subjectOf(type, facts);
    if (subject) found.set(subject, sentence);
  }
  return {
    catchUp: () => journal.catchUp(),
    append(type, facts = {}) {
      if (!outcomes.has(type)) return journal.append(type, facts);
      const sentence = canonicalJson([type, facts]);
      if (said.has(sentence)) return;
      const subject = subjectOf(type, facts);
      const before = subject && found.get(subject);
      if (before) throw diverged(subject, before, sentence);
      journal.append(type, facts);
    },
  };
}

/** What can be said in one way only. */
function subjectOf(type: string, {trial, epoch}: Record<string, Json>): string | undefined {
  if (type === 'trial-added') return `trial ${trial}`;
  return type === 'epoch-ended' ? `epoch ${epoch} of trial ${trial}` : undefined;
}

function diverged(subject: string, before: string, now: string): AdlError {
  return new AdlError(
    'REPLAY_DIVERGED',
    `Expected ${subject} to be as it was, ${before}, got ${now}: something that a run depends on has changed.`,
    {suggestions: ['adl build']},
  );
}
