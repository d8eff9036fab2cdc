import type {BuildPlan, StrategyForecast} from '../lifecycle/build-plan.js';
import {count, counted, size} from './figures.js';
import {table} from './table.js';

/** What a build would do and cost. */
export function planView(plan: BuildPlan): string {
  const {rows, held, engine, device, algorithm, time, memory, strategy, rule, strategies} = plan;
  const [taken] = strategies as [StrategyForecast, ...StrategyForecast[]];
  return [
    `search: ${algorithm}, ${counted(taken.trials, 'trial')}, ${counted(taken.epochs, 'epoch')} in all`,
    `rows: ${count(rows.train)} to train on (${size(held)}), ${count(rows.validation)} to validate with`,
    `groups: ${count(taken.groups)} of ${counted(taken.shapes, 'shape')}, ${taken.lanes.toFixed(1)} lanes each in the mean`,
    `workers: ${taken.workers}, each on one thread of ${engine} (${device}); ${counted(taken.shards, 'shard')}`,
    `strategy: ${strategy}, as ${rule}`,
    '',
    table(
      ['strategy', 'time', 'units', 'a worker holds', 'on disk', 'moved', 'core-hours', 'energy'],
      strategies.map(rowOf),
    ),
    ...(time === null ? [] : ['', `It may take ${seconds(time)}: what is not done by then is left out.`]),
    ...(memory === null ? [] : ['', memoryInWords(taken, memory)]),
    ...tableOf(plan),
    '',
    'Next: adl build',
  ].join('\n');
}

function rowOf(each: StrategyForecast): string[] {
  return [
    ...[each.strategy, seconds(each.seconds), count(each.units), size(each.memory), size(each.stored)],
    ...[size(each.moved), (each.core_hours + each.gpu_hours).toFixed(4), `${each.watt_hours.toFixed(2)} Wh`],
  ];
}

function memoryInWords({workers, memory}: StrategyForecast, most: number): string {
  const [held, each] = [size(memory * workers), size(memory)];
  return `The workers may hold ${size(most)} together: about ${held} is expected, ${each} each.`;
}

function seconds(value: number): string {
  return value < 90 ? `${value.toFixed(1)} s` : `${(value / 60).toFixed(1)} min`;
}

/** The rounds of a search that knows them beforehand. */
function tableOf({table: steps}: BuildPlan): string[] {
  if (!steps) return [];
  const rows = steps.flatMap((rounds, step) =>
    rounds.map(({bracket, configurations, epochs}) =>
      [step + 1, bracket, configurations, epochs].map(String),
    ),
  );
  return ['', table(['step', 'bracket', 'configurations', 'to epoch'], rows)];
}
