import {afterAll, beforeAll, expect, it} from 'vitest';
import {type Random, randomStream} from '../../../src/base/random.js';
import {type Service, startService} from '../../../src/serving/runtime/start.js';
import {tinyModelFolder} from '../../helpers/tiny-service.js';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const requests = 600;
let service: Service;

beforeAll(async () => {
  const settings = {
    host: '127.0.0.1',
    port: 0,
    bodyLimit: 100_000,
    newId: () => 'id',
    logError: console.error,
  };
  service = await startService({...settings, folder: await tinyModelFolder()});
  await service.loaded;
});

afterAll(() => service.stop());

it(`answers any request with JSON and never with a failure of its own (FUZZ_SEED=${seed})`, async () => {
  const random = randomStream(seed, 'fuzz');
  const statuses = new Map<number, number>();
  for (let index = 0; index < requests; index += 1) {
    const text = damage(JSON.stringify(mutate(validRequest(random), random)), random);
    const response = await fetch(`${service.url}/v2/models/birds/infer`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: text,
    });
    const answer = (await response.json()) as {error?: unknown; outputs?: unknown};
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    expect(response.status, `seed ${seed}, request ${index}: ${text}`).toBeLessThan(500);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    if (response.status === 200) expect(answer.outputs).toBeInstanceOf(Array);
    else expect(answer).toEqual({error: expect.any(String)});
  }
  console.log(
    `FUZZ_SEED=${seed}: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}`,
  );
  expect(statuses.get(200)).toBeGreaterThan(0);
  expect(statuses.get(400)).toBeGreaterThan(0);
});

function validRequest(random: Random): unknown {
  const rows = random.integer(4);
  const list = <T>(make: () => T) => Array.from({length: rows}, make);
  return {
    id: 'fuzz',
    inputs: [
      {name: 'Speed IAS', shape: [rows], datatype: 'FP64', data: list(() => random.normal() * 100)},
      {name: 'sky', shape: [rows, 1], datatype: 'BYTES', data: list(() => [pick(texts, random)])},
    ],
    outputs: [{name: 'label'}, {name: 'probabilities'}],
  };
}

const texts = [
  'clear',
  'cloudy',
  '',
  'None',
  '\u0000',
  '\ud800',
  '😀',
  'label',
  '__proto__',
  'x'.repeat(5000),
];
const oddities: unknown[] = [
  ...texts,
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  -1e308,
  2 ** 53,
  5e-324,
  [],
  [[]],
  [null],
  [0],
  [1e15],
  {},
  {content_type: 'pd'},
  {name: 'label'},
  'FP32',
  'INT64',
  'BYTES',
  'BOOL',
];

/** Up to three places of the value are replaced, removed, doubled or wrapped. */
function mutate(value: unknown, random: Random): unknown {
  const holder = {value: structuredClone(value)};
  for (let times = random.integer(4); times > 0; times -= 1) {
    const found = places(holder);
    if (found.length === 0) break;
    const [parent, key] = pick(found, random);
    const change = random.integer(4);
    if (change === 0) parent[key] = structuredClone(pick(oddities, random));
    else if (change === 1) Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key];
    else if (change === 2 && Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
    else parent[key] = [parent[key]];
  }
  return holder.value;
}

type Place = [parent: Record<string, unknown>, key: string];

function places(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key): Place[] => {
    const parent = value as Record<string, unknown>;
    return [[parent, key], ...places(parent[key])];
  });
}

/** One in ten texts is cut, or holds a number that JavaScript reads as infinite. */
function damage(text: string | undefined, random: Random): string {
  const whole = text ?? '';
  const change = random.integer(20);
  if (change === 0) return whole.slice(0, random.integer(whole.length + 1));
  if (change === 1) return whole.replace(/-?\d+\.\d+/, pick(['1e400', '-1e999', 'NaN', '1e-400'], random));
  return whole;
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.integer(items.length)]!;
}
