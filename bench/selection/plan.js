// What `adl build plan` says, and the strategies that a build can be told to take.
import {spawnSync} from 'node:child_process';
import {adl, runAdl, trials} from './project.js';
import {cores} from './workload.js';

export const strategyNames = ['mop', 'task', 'average'];

/** Those that `adl build` takes. */
export function strategies() {
  return help().includes('--strategy') ? strategyNames : [];
}

/** @returns the seconds that it predicts and the strategy that it chose; undefined where there is no such command */
export function planOf(folder) {
  if (!/^ +build plan\b/m.test(help())) return undefined;
  const options = ['--trials', String(trials), '--seed', '0', '--workers', String(cores)];
  const {strategy, strategies: forecasts} = runAdl(folder, 'build', 'plan', ...options);
  return {strategy, seconds: forecasts.find((forecast) => forecast.strategy === strategy).seconds};
}

function help() {
  const [program, ...words] = adl('build', '--help');
  return spawnSync(program, words, {encoding: 'utf8'}).stdout;
}
