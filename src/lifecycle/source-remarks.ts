import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import type {SplitReport} from '../data/split.js';
import {modelCard} from '../features/inference/classifier.js';
import {yamlLine} from '../project/yaml-line.js';
import type {LifecycleEvent} from './event.js';
import type {SourceColumn} from './source-columns.js';
import type {Found} from './source-found.js';
import {thinClassSteps} from './source-thin.js';
import {isSplitAlone} from './split-keys.js';

/** What a person should know of the data before they trust what is made of it. */
export function* sourceWarnings(found: Found): Generator<LifecycleEvent> {
  const {columns, target, facts, split, section} = found;
  const {missing, rows} = target.profile;
  const name = inline(target.profile.name);
  if (facts.task === 'classification') yield* remarkOnClasses(target);
  if (missing > 0) yield warning(`${missing} of ${rows} rows have no \`${name}\`: they are left out.`);
  for (const remark of split.remarks) yield {stage: 'source', ...remark};
  if (split.thin.length > 0) yield warning(thinClasses(found));
  yield* remarkOnSplit(found);
  const {askBelow} = modelCard();
  const guesses = columns.filter(({role, confidence}) => role === 'feature' && confidence < askBelow);
  if (guesses.length > 0)
    yield warning(
      `These types are guesses: ${list(guesses.map(({profile, type}) => `\`${inline(profile.name)}\` ${type}`))}. ` +
        'Look at them, and say what they are: adl source types',
    );
  const leftOut = columns
    .filter(({role, profile}) => role === 'left-out' && !isSplitAlone(profile.name, section))
    .map(({profile}) => `\`${inline(profile.name)}\``);
  if (leftOut.length > 0)
    yield {
      stage: 'source',
      kind: 'note',
      message: `Left out, since nothing general can be learned from them: ${list(leftOut)}.`,
    };
}

/** Only where classes are shared out one by one are those too small that are not everywhere. */
function thinClasses(found: Found): string {
  const {target, split, section} = found;
  const name = inline(target.profile.name);
  const classes = list(split.thin.map(({label, rows}) => `${inline(label)} (${rows})`));
  if (section.split.by !== 'stratified') return `Not in every split: ${classes} of \`${name}\`.`;
  return [`Too few rows to be in every split: ${classes} of \`${name}\`.`, ...thinClassSteps(found)].join(
    '\n',
  );
}

/** How a column that only splits can be learned from as well. */
function* remarkOnSplit({columns, section}: Found): Generator<LifecycleEvent> {
  const alone = columns.filter(({profile}) => isSplitAlone(profile.name, section));
  const used = alone.filter(({role}) => role === 'left-out').map(({profile}) => profile.name);
  if (used.length === 0) return;
  const names = used.map((name) => `\`${inline(name)}\``).join(' and ');
  const it = used.length > 1 ? 'them' : 'it';
  const types = Object.fromEntries(used.map((name) => [name, {type: 'categorical'}]));
  const remedy = `\`${yamlLine('columns', types)}\` under \`source\` in adl.yaml`;
  const message = `Not learned from, since the rows are split by ${it}: ${names}. To learn from ${it} all the same, write ${remedy}.`;
  yield {stage: 'source', kind: 'note', message};
}

/** A few whole numbers may be grades, counts or codes: nothing in them tells which. */
function* remarkOnClasses({
  profile: {name, raw, distinct},
  confidence,
}: SourceColumn): Generator<LifecycleEvent> {
  const isSaid = confidence === 1;
  if (raw !== 'number' || distinct <= 2 || isSaid) return;
  const numbers = `\`${inline(name)}\` holds ${distinct} different numbers, which are taken for classes.`;
  const remedy = `\`${yamlLine('columns', {[name]: {type: 'numeric'}})}\` under \`source\` in adl.yaml.`;
  yield {stage: 'source', kind: 'note', message: `${numbers} If they are amounts, write ${remedy}`};
}

/** Every split needs a row: nothing can be chosen or judged otherwise. */
export function tooFewRows({rows, thin}: SplitReport, uri: string): AdlError {
  const found = `${rows.train} for training, ${rows.validation} for validation, ${rows.test} for testing`;
  const why = thin.length > 0 ? `: no class has three rows` : '';
  const enough = thin.length > 0 ? 'three of a class' : 'thirty';
  return new AdlError('SOURCE_INVALID', `Expected rows for each split, got ${found}${why}.`, {
    suggestions: [`Add rows to ${uri}: ${enough} are enough.`],
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
