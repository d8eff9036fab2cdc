import type {Told} from '../lifecycle/build-steer.js';
import {settings} from './figures.js';

/** What a run was told. */
export function toldView({run, command}: Told): string {
  const next = `\n\nNext: adl build show --run ${run}`;
  if (command.type === 'stop')
    return `run ${run} is told to stop trial ${command.trial} when its epoch is over${next}`;
  const what = command.type === 'clone' ? `a clone of trial ${command.trial}` : `one more ${command.family}`;
  return `run ${run} is told to train ${what}: ${settings(command.parameters)}${next}`;
}
