import {randomUUID} from 'node:crypto';
import {AdlError} from '../base/errors.js';
import {nearest} from '../base/nearest.js';
import {lookup} from '../base/registry.js';
import type {Command} from '../hopper/command.js';
import type {Family} from '../models/families/family.js';
import {families} from '../models/families/registry.js';
import {openJournal, readJournal} from '../project/journal.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import type {Point, Value} from '../search/space.js';
import {viewOf} from './build-show.js';
import type {Host} from './event.js';
import {nothingYet, type TrialProgress, takeEntry} from './run-progress.js';

export interface Told {
  run: string;
  command: Command;
}

interface RunChoice {
  /** The run; the newest if left out. */
  run?: string | undefined;
}

/**
 * Has a run train a trial no further, from the end of its epoch on.
 * @throws RUN_MISSING, RUN_OVER, TRIAL_MISSING
 */
export async function stopTrial(host: Host, {run, trial}: RunChoice & {trial: number}): Promise<Told> {
  return tell(host, run, (going) => {
    expectTrial(going, trial);
    return {type: 'stop', trial};
  });
}

/**
 * Has a run train one more configuration: a family's default, with some values set.
 * @param set such as `learning-rate=1e-4`
 * @throws RUN_MISSING, RUN_OVER, UNKNOWN_NAME, FLAG_INVALID
 */
export async function addTrial(
  host: Host,
  {run, family, set}: RunChoice & {family: string; set: readonly string[]},
): Promise<Told> {
  const entry = lookup(families, 'model family', family);
  return tell(host, run, () => ({
    type: 'add',
    family,
    parameters: {...entry.default, ...valuesIn(entry, set)},
  }));
}

/** Parameters of trees that decide what they are fitted to. */
const decidesLoss = ['objective', 'alpha', 'delta', 'classWeight'];

/**
 * Has a run train one more configuration that begins where another one is, with some values changed.
 * @throws RUN_MISSING, RUN_OVER, TRIAL_MISSING, FLAG_INVALID
 */
export async function cloneTrial(
  host: Host,
  {run, trial, set}: RunChoice & {trial: number; set: readonly string[]},
): Promise<Told> {
  return tell(host, run, (going) => {
    const {family, parameters} = expectTrial(going, trial);
    const entry = families[family]!;
    const values = valuesIn(entry, set);
    for (const name of Object.keys(values)) {
      if (values[name] === parameters[name]) continue;
      const shapes = entry.space[name]?.shape && 'changes their shape';
      const means = entry.kind === 'trees' && decidesLoss.includes(name) && 'changes what they are fitted to';
      if (shapes || means)
        throw new AdlError(
          'FLAG_INVALID',
          `A clone keeps the ${means ? 'trees' : 'weights'} of its parent, and \`${name}\` ${shapes || means}.`,
          {
            suggestions: [`adl build add --family ${family} ${set.map((each) => `--set ${each}`).join(' ')}`],
          },
        );
    }
    return {type: 'clone', trial, parameters: {...parameters, ...values}};
  });
}

interface Going {
  id: string;
  trials: readonly TrialProgress[];
}

async function tell(host: Host, named: string | undefined, decide: (going: Going) => Command): Promise<Told> {
  const {id, run} = findRun(projectPaths(findProject(host.cwd)), named);
  const progress = readJournal(run.journal).reduce(takeEntry, nothingYet);
  const {state} = viewOf(id, progress);
  if (state !== 'running')
    throw new AdlError('RUN_OVER', `Expected a run that is going on, but run ${id} ${inWords[state]}.`, {
      suggestions: [state === 'broken-off' ? `adl build resume ${id}` : 'adl build'],
    });
  const command = decide({id, trials: progress.trials});
  openJournal(run.inbox, host.now).append('told', {id: randomUUID(), command});
  return {run: id, command};
}

const inWords = {ended: 'has ended', failed: 'has failed', 'broken-off': 'was broken off'} as const;

function expectTrial({id, trials}: Going, trial: number): TrialProgress {
  const found = trials[trial - 1];
  if (found && found.state !== 'failed') return found;
  const known = `run ${id} has trials 1 to ${trials.length}`;
  const message = found
    ? `Expected a trial that can be trained, but trial ${trial} failed: ${found.reason}.`
    : `Expected the number of a trial, got ${trial}: ${known}.`;
  throw new AdlError('TRIAL_MISSING', message, {suggestions: [`adl build show --run ${id}`]});
}

/** `learning-rate=1e-4` or `learningRate=1e-4`, as the family takes it. */
function valuesIn(family: Family, set: readonly string[]): Point {
  return Object.fromEntries(set.map((each) => valueIn(family, each)));
}

function valueIn({accepts}: Family, text: string): [string, Value] {
  const at = text.indexOf('=');
  const names = Object.keys(accepts);
  const written = at < 0 ? text : text.slice(0, at);
  const name = written.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (!names.includes(name)) {
    const close = nearest(name, names) ?? names[0]!;
    throw new AdlError(
      'FLAG_INVALID',
      `Expected one of ${names.join(', ')} before \`=\`, got \`${written}\`.`,
      {
        suggestions: [`--set ${close}=${at < 0 ? 'VALUE' : text.slice(at + 1)}`],
      },
    );
  }
  const {success, data, error} = accepts[name]!.safeParse(at < 0 ? undefined : literal(text.slice(at + 1)));
  if (success) return [name, data as Value];
  const [issue] = error.issues;
  throw new AdlError('FLAG_INVALID', `\`${text}\` does not fit \`${name}\`: ${issue!.message}.`, {
    suggestions: ['adl build show'],
  });
}

function literal(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
