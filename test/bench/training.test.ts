import {expect, it} from 'vitest';

// Not typed: the benchmarks are plain JavaScript, which the compiler is not shown.
const bars = await import('../../bench/training/bars.js' as string);

const everyone = ['pytorch', 'vmap', 'wasm'].map((kind) => ({who: kind, kind, alone: true, together: true}));
const group = {layers: [2, 1], batch: 8, configurations: 1, alone: {bar: 1}};
const record = (kind: string, ms: number[], more = {}) => ({
  ...{contender: {who: kind, kind}, ms, middle: ms[1], agrees: true},
  ...more,
});
const met = (records: unknown[], of = group) =>
  bars.barsOf(of, records, 1, everyone).map(({met}: {met: unknown}) => met);

it('shows a loss, a missing peer, and a speed that was paid for with another loss', () => {
  const [fast, slow, wasm] = [
    [1, 1, 1],
    [2, 2, 2],
    [30, 30, 30],
  ];
  const peers = [record('pytorch', slow), record('wasm', wasm)];
  expect(met([record('adl', fast), ...peers])).toEqual([true, true]);
  expect(met([record('adl', [2.1, 2.1, 2.1]), ...peers])).toEqual([false, true]);
  expect(met([record('adl', [3.1, 3.1, 3.1]), ...peers])).toEqual([false, false]);
  expect(met([record('adl', fast, {agrees: false}), ...peers])).toEqual([false, false]);
  expect(met([record('adl', fast), peers[0]])).toEqual([true, 'not-measured']);
  expect(met([record('adl', fast, {failed: 'out of memory'}), ...peers])).toEqual([
    'not-measured',
    'not-measured',
  ]);
});

it('does not count a peer as the fastest whose losses are others', () => {
  const wrong = record('pytorch', [0.5, 0.5, 0.5], {agrees: false});
  expect(met([record('adl', [1, 1, 1]), wrong, record('pytorch', [2, 2, 2])])[0]).toBe(true);
});

it('takes as the fastest whoever is so in the same minutes', () => {
  const lower = record('pytorch', [2, 2, 20]);
  const faster = record('pytorch', [1.8, 5, 12]);
  expect(bars.fastest([lower, faster], 'pytorch', record('adl', [1, 1, 10]))).toBe(faster);
  expect(bars.fastest([lower, faster], 'pytorch')).toBe(lower);
});

it('meets no bar while a peer that might be faster was left out, and misses it all the same', () => {
  const other = {who: 'compiled', kind: 'pytorch', alone: true};
  const verdict = (ms: number) =>
    bars.barsOf(group, [record('adl', [ms, ms, ms]), record('pytorch', [2, 2, 2])], 1, [
      ...everyone,
      other,
    ])[0].met;
  expect([verdict(1), verdict(3)]).toEqual(['not-measured', false]);
});

it('compares within a repetition, so that a minute that slows everyone changes nothing', () => {
  expect(bars.times(record('adl', [1, 9, 1]), record('pytorch', [2, 18, 2]))).toBe(2);
});

it('takes the share of a bare MatMul where a bar has it', () => {
  const many = {...group, configurations: 16, together: {bar: 1.5, vmapBar: 1, matmulBar: 0.8}};
  const others = [record('pytorch', [1, 1, 1]), record('vmap', [0.5, 0.5, 0.5])];
  const adl = record('adl', [1, 1, 1]);
  expect(met([adl, ...others, record('matmul', [0.7, 0.7, 0.7])], many)).toEqual([false, false]);
  expect(met([adl, ...others, record('matmul', [0.9, 0.9, 0.9])], many)).toEqual([true, true]);
});
