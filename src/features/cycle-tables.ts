import type {CodeTable} from './code-tables.js';

/** Sine and cosine of what comes round again, by code: the last of `count` values is next to the first. 0 and 1 are missing. */
export function cycleTables(count: number): CodeTable[] {
  const round = (of: (angle: number) => number) =>
    Array.from({length: count}, (_, at) => Math.fround(of((2 * Math.PI * at) / count)));
  return [
    {name: 'sin', numbers: [null, null, ...round(Math.sin)]},
    {name: 'cos', numbers: [null, null, ...round(Math.cos)]},
  ];
}
