import {AdlError} from '../base/errors.js';
import type {BuildInputs} from './build-inputs.js';
import type {BuildSettings} from './build-settings.js';
import {forecast} from './forecast.js';
import {sizeInWords} from './size.js';
import type {Strategy} from './strategies.js';
import {type Choice, inStrategy, shortened, usualPace} from './strategy.js';

export interface Fitted extends Choice {
  settings: BuildSettings;
  /** What there is less of than there would be, and why: a sentence. */
  reduced?: string;
}

/** Lanes that groups are cut down to, where all that pay are too many. */
const fewer = [8, 4, 2, 1];

/**
 * The settings of a run whose workers hold no more together than they may: it hops where not every worker can hold all
 * rows, has fewer lanes in a group, and then fewer workers. A pure function of data and settings.
 * @param choose how the work would be shared out, if memory were no matter
 * @param isAsked whether that is what somebody has said, and not to be changed
 * @throws MEMORY_FULL where not even one worker has enough
 */
export async function fitIntoMemory(
  given: BuildSettings,
  inputs: BuildInputs,
  {choose, isAsked}: {choose: (settings: BuildSettings) => Promise<Choice>; isAsked: boolean},
): Promise<Fitted> {
  const first = await choose(given);
  const all = inStrategy(given, first.strategy);
  if (given.memory === null) return {...first, settings: all};
  const wanted = await together(all, inputs);
  let least = wanted;
  for (let workers = given.workers; workers > 0; workers -= 1) {
    const crew = {...given, workers, crew: workers, shards: workers};
    const choice = workers === given.workers ? first : await choose(crew);
    for (const {strategy, lanes} of waysOf(choice.strategy, isAsked)) {
      const settings = inStrategy({...crew, lanes}, strategy);
      const held = await together(settings, inputs);
      if (held <= given.memory) return fitted(choice, settings, {all, wanted});
      least = Math.min(least, held);
    }
  }
  throw tooLittle(given.memory, least);
}

function waysOf(strategy: Strategy, isAsked: boolean): {strategy: Strategy; lanes: number | null}[] {
  const hopping = isAsked ? strategy : 'mop';
  const full = [strategy, ...(hopping === strategy ? [] : [hopping])];
  return [
    ...full.map((each) => ({strategy: each, lanes: null})),
    ...fewer.map((lanes) => ({strategy: hopping, lanes})),
  ];
}

/** Bytes that all workers hold at most, of as many epochs as show the largest groups. */
async function together(settings: BuildSettings, inputs: BuildInputs): Promise<number> {
  const enough = Math.max(640, 128 * settings.workers);
  const {memory, workers} = await forecast(shortened(settings, enough), inputs, usualPace);
  return memory * workers;
}

function fitted(
  {strategy, rule}: Choice,
  settings: BuildSettings,
  {all, wanted}: {all: BuildSettings; wanted: number},
): Fitted {
  const less = [
    ...(settings.workers < all.workers ? [`${settings.workers} of ${all.workers} workers`] : []),
    ...(settings.strategy === all.strategy ? [] : [`models that hop, and not \`${all.strategy}\``]),
    ...(settings.lanes === null ? [] : [`groups of ${settings.lanes} at most`]),
  ];
  if (less.length === 0) return {strategy, rule, settings};
  const why = `as all would hold about ${sizeInWords(wanted)} together and may hold ${sizeInWords(settings.memory!)}`;
  const isOther = settings.strategy !== strategy;
  return {
    ...{strategy: settings.strategy, settings, reduced: `${less.join(', ')}: ${why}.`},
    rule: isOther ? `\`${strategy}\` would take more memory than the workers may hold` : rule,
  };
}

function tooLittle(memory: number, least: number): AdlError {
  const enough = Math.ceil(least / 1e7) * 10;
  return new AdlError(
    'MEMORY_FULL',
    `Expected memory in which one worker fits, about ${sizeInWords(least)} here, got ${sizeInWords(memory)}.`,
    {suggestions: [`adl build --memory ${enough}MB`]},
  );
}

/** Watches what workers hold, and tells once if it is more than they may. */
export function memoryWatch(
  {memory: most}: BuildSettings,
  warn: (message: string) => void,
): (worker: number, held: number) => void {
  const peaks = new Map<number, number>();
  let isTold = most === null;
  return (worker, held) => {
    peaks.set(worker, held);
    const sum = [...peaks.values()].reduce((total, each) => total + each, 0);
    if (isTold || sum <= most!) return;
    isTold = true;
    const each = [...peaks].map(([number, peak]) => `worker ${number} ${sizeInWords(peak)}`).join(', ');
    warn(
      `the workers have held ${sizeInWords(sum)} together, and may hold ${sizeInWords(most!)} (${each}): with fewer, \`adl build --workers 1\`, it is less`,
    );
  };
}
