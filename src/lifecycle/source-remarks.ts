import {AdlError} from '../base/errors.js';
import type {SplitReport} from '../data/split.js';
import type {TaskKind} from '../data/target.js';
import type {LifecycleEvent} from './event.js';
import type {SourceColumn} from './source-columns.js';

/** Below this, a type is a guess that a person should look at. */
const doubtful = 0.6;

/** What a person should know of the data before they trust what is made of it. */
export function* sourceWarnings(
  columns: readonly SourceColumn[],
  target: SourceColumn,
  task: TaskKind,
  split: SplitReport,
): Generator<LifecycleEvent> {
  const {name, missing, rows} = target.profile;
  if (task === 'classification') yield* remarkOnClasses(target);
  if (missing > 0) yield warning(`${missing} of ${rows} rows have no \`${name}\`: they are left out.`);
  if (split.thin.length > 0)
    yield warning(`Too few rows to be in every split: ${list(split.thin)} of \`${name}\`.`);
  const guesses = columns.filter(({role, confidence}) => role === 'feature' && confidence < doubtful);
  if (guesses.length > 0)
    yield warning(
      `These types are guesses: ${list(guesses.map(({profile, type}) => `\`${profile.name}\` ${type}`))}. ` +
        'Say what they are under `source.columns` in adl.yaml.',
    );
  const leftOut = columns.filter(({role}) => role === 'left-out').map(({profile}) => `\`${profile.name}\``);
  if (leftOut.length > 0)
    yield {
      stage: 'source',
      kind: 'note',
      message: `Left out, since nothing general can be learned from them: ${list(leftOut)}.`,
    };
}

/** A few whole numbers may be grades, counts or codes: nothing in them tells which. */
function* remarkOnClasses({
  profile: {name, raw, distinct},
  confidence,
}: SourceColumn): Generator<LifecycleEvent> {
  const isSaid = confidence === 1;
  if (raw !== 'number' || distinct <= 2 || isSaid) return;
  const key = /^\w[\w ]*$/.test(name) ? name : JSON.stringify(name);
  const numbers = `\`${name}\` holds ${distinct} different numbers, which are taken for classes.`;
  const remedy = `\`columns: {${key}: {type: numeric}}\` under \`source\` in adl.yaml.`;
  yield {stage: 'source', kind: 'note', message: `${numbers} If they are amounts, write ${remedy}`};
}

/** Every split needs a row: nothing can be chosen or judged otherwise. */
export function tooFewRows({rows}: SplitReport): AdlError {
  const found = `${rows.train} for training, ${rows.validation} for validation, ${rows.test} for testing`;
  return new AdlError('SOURCE_INVALID', `Expected rows for each split, got ${found}.`, {
    suggestions: ['Add rows, or give larger shares under `source.split` in adl.yaml.'],
  });
}

function warning(message: string): LifecycleEvent {
  return {stage: 'source', kind: 'warning', message};
}

/** The first few, and how many more. */
function list(items: readonly string[], most = 10): string {
  const more = items.length - most;
  return items.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
