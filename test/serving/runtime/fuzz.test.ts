import {connect} from 'node:net';
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

it(`outlives any sequence of bytes (FUZZ_SEED=${seed})`, async () => {
  const random = randomStream(seed, 'bytes');
  const statuses = new Map<string, number>();
  for (let index = 0; index < requests / 2; index += 1) {
    const answer = await exchange(bytesOfRequest(random), random);
    const [, status = 'none'] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    expect(status, `seed ${seed}, request ${index}: ${answer}`).toMatch(/^([24]..|100|none)$/);
  }
  console.log(
    `FUZZ_SEED=${seed}: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}`,
  );
  expect((await fetch(`${service.url}/v2/health/ready`)).status).toBe(200);
});

/** Sends it in pieces. Three in four listen to the end of the answer; the others hang up at some moment. */
async function exchange(bytes: Buffer, random: Random): Promise<string> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (part) => (received += part));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const cut = random.integer(bytes.length + 1);
  socket.write(bytes.subarray(0, cut));
  await new Promise((resolve) => setTimeout(resolve, random.integer(3)));
  if (random.integer(4) === 0) socket.resetAndDestroy();
  else socket.end(bytes.subarray(cut));
  await closed;
  return received;
}

function bytesOfRequest(random: Random): Buffer {
  const body = damage(JSON.stringify(mutate(validRequest(random), random)), random);
  const {length} = Buffer.from(body);
  const usual = (text: string, ...odd: string[]) => (random.integer(5) > 0 ? text : pick(odd, random));
  const host = usual('Host: x', '', 'Host:', 'Host: a\r\nHost: b', 'Host: \u0001');
  const type = usual('Content-Type: application/json', '', 'Content-Type: text/plain', 'Content-Type: ;');
  const framing = usual(
    `Content-Length: ${length}`,
    'Content-Length: 0',
    'Content-Length: -1',
    `Content-Length: ${length + 7}`,
    'Content-Length: 99999999999999999999',
    'Transfer-Encoding: chunked',
    `Transfer-Encoding: chunked\r\nContent-Length: ${length}`,
  );
  const other = usual(
    'Connection: close',
    'Expect: 100-continue',
    'Content-Encoding: br',
    'X'.repeat(20_000),
    'Upgrade: h2c\r\nConnection: Upgrade',
  );
  const verb = usual('POST', 'GET', 'HEAD', 'DELETE', 'CONNECT', 'PRI', 'post', '');
  const path = usual(
    '/v2/models/birds/infer',
    '/',
    '*',
    '/%',
    '//v2',
    'http://x/v2',
    '/v2/models/birds/infer?a=%00',
  );
  const head = [`${verb} ${path} HTTP/1.1`, host, type, framing, other].filter((line) => line !== '');
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
  if (random.integer(10) === 0) bytes[random.integer(bytes.length)] = random.integer(256);
  return bytes;
}

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
  JSON.parse('{"__proto__": {"name": "sky"}, "constructor": {"prototype": []}}'),
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
