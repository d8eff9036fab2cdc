import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Service, type StartOptions, startService} from '../../../src/serving/runtime/start.js';
import {tinyModelFolder} from '../../helpers/tiny-service.js';

const bodyLimit = 2_000_000;
const path = '/v2/models/birds/infer';
const logged: unknown[] = [];
let service: Service;

beforeAll(async () => {
  service = await start();
});

async function start(patience?: StartOptions['patience']): Promise<Service> {
  const started = await startService({
    ...{host: '127.0.0.1', port: 0, bodyLimit, newId: () => 'made-here', ...(patience && {patience})},
    folder: await tinyModelFolder(),
    logError: (error) => logged.push(error),
  });
  await started.loaded;
  return started;
}

afterAll(async () => {
  await service.stop();
  expect(logged).toEqual([]);
});

const row = [
  {name: 'Speed IAS', shape: [1], datatype: 'FP64', data: [200]},
  {name: 'sky', shape: [1], datatype: 'BYTES', data: ['clear']},
];

/** The lines of an inference request up to its body. */
function head(length: number | 'chunked', ...more: string[]): string {
  const framing = length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  const fixed = [`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', framing];
  return [...fixed, ...more, '', ''].join('\r\n');
}

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** As clients do that send the whole request before they read: what the socket could not take is an error. */
async function exchange(...parts: (string | Buffer)[]): Promise<string> {
  const socket = await open();
  const received: Buffer[] = [];
  socket.on('data', (part) => received.push(part));
  const closed = once(socket, 'close');
  for (const part of parts)
    await new Promise<void>((resolve, reject) =>
      socket.write(part, (error) => (error ? reject(error) : resolve())),
    );
  await closed;
  return Buffer.concat(received).toString();
}

async function infer(body: string) {
  const init = {method: 'POST', headers: {'content-type': 'application/json'}, body};
  const response = await fetch(`${service.url}${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: what a client reads
  return {status: response.status, body: (await response.json()) as any};
}

const megabytes = (count: number) => Array.from({length: count}, () => Buffer.alloc(1 << 20, 'a'));
const close = 'Connection: close';

describe('a body that is too large', () => {
  const answer =
    /^HTTP\/1\.1 413 [\s\S]*\{"error":"The request body must have at most 2000000 bytes: send fewer rows\."\}$/;

  it('is refused with its length known, and can be sent to its end', async () => {
    expect(await exchange(head(20 << 20, close), ...megabytes(20))).toMatch(answer);
  });

  it('is refused in chunks, and can be sent to its end', async () => {
    const chunks = megabytes(20).flatMap((part) => ['100000\r\n', part, '\r\n']);
    expect(await exchange(head('chunked', close), ...chunks, '0\r\n\r\n')).toMatch(answer);
  });

  it('is not asked for by who asks first', async () => {
    expect(await exchange(head(20 << 20, 'Expect: 100-continue'))).toMatch(answer);
  });

  it('is not read to its end where it has none', async () => {
    const socket = await open();
    socket.on('error', () => {});
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), ...megabytes(1), Buffer.from('\r\n')]);
    let sent = 0;
    const more = () => {
      for (let room = !socket.destroyed; room; sent += 1) room = socket.write(chunk);
    };
    socket.on('drain', more);
    socket.write(head('chunked'));
    more();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(sent).toBeGreaterThan(1);
    expect(sent).toBeLessThan(200);
  });

  it.each([
    ['of another type', 415, head(3 << 20, close).replace('application/json', 'text/plain')],
    ['for another path', 404, head(3 << 20, close).replace(path, '/v2/other')],
    ['with another verb', 405, head(3 << 20, close).replace('POST', 'PUT')],
  ])('%s is told that', async (_name, status, lines) => {
    expect(await exchange(lines, ...megabytes(3))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('of who asks first is taken where it fits', async () => {
    const text = JSON.stringify({inputs: row});
    const socket = await open();
    socket.write(head(text.length, 'Expect: 100-continue', close));
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 100 Continue/);
    socket.write(text);
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});

describe('a wrong verb', () => {
  it.each([
    [path, ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], 'POST'],
    ['/v2/models/birds/versions/3/infer', ['GET'], 'POST'],
    ['/v2/models/birds', ['POST', 'DELETE'], 'GET, HEAD'],
    ['/v2/health/ready', ['POST'], 'GET, HEAD'],
    ['/v2', ['PUT'], 'GET, HEAD'],
  ])('is refused at %s', async (url, verbs, allow) => {
    for (const method of verbs) {
      const response = await fetch(service.url + url, {method});
      expect([response.status, response.headers.get('allow')], method).toEqual([405, allow]);
      const body = await response.text();
      if (method === 'HEAD') expect(body).toBe('');
      else expect(JSON.parse(body)).toEqual({error: `${url} takes ${allow}, not ${method}.`});
    }
  });

  it('is no wrong verb where only the head is asked for', async () => {
    const response = await fetch(`${service.url}/v2/models/birds`, {method: 'HEAD'});
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('a strange request', () => {
  it('without a host gets JSON', async () => {
    expect(await exchange(`GET /v2 HTTP/1.1\r\n${close}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*\{"error":"A request of HTTP\/1\.1 must have a Host header\."\}$/,
    );
    expect(await exchange('GET /v2 HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that is compressed is told to come plain', async () => {
    const zipped = head(3, 'Content-Encoding: gzip', close);
    expect(await exchange(zipped, Buffer.from([0x1f, 0x8b, 8]))).toMatch(
      /^HTTP\/1\.1 415 [\s\S]*"The body must not be compressed, got the content encoding gzip\."/,
    );
  });

  it('to nowhere is told where the model is', async () => {
    const response = await fetch(`${service.url}/v1/predict`);
    expect([response.status, await response.json()]).toEqual([
      404,
      {error: 'There is no GET /v1/predict here: the model is at /v2/models/birds.'},
    ]);
  });

  it('with brackets 100,000 deep is refused like any other', async () => {
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    expect((await infer(deep)).body.error).toMatch(/must be a JSON object with `inputs`, got an array/);
    const objects = `${'{"inputs":'.repeat(9e4)}1${'}'.repeat(9e4)}`;
    expect((await infer(objects)).body.error).toMatch(/`inputs` must be an array.*an object/);
    const data = `{"inputs":[{"name":"sky","datatype":"BYTES","shape":[1],"data":${deep}}]}`;
    expect((await infer(data)).body.error).toMatch(/`sky`, row 0: expected text, got an array/);
  });

  it('with keys that nobody knows is answered, and so is one with keys that JavaScript knows', async () => {
    const {body} = await infer(JSON.stringify({inputs: row}));
    const inputs = JSON.stringify(row.map((input) => ({...input, note: 'x'})));
    for (const more of [
      '"extra":[1],',
      '"__proto__":{"inputs":[]},',
      '"constructor":{"prototype":{"inputs":[]}},',
    ])
      expect(await infer(`{${more}"inputs":${inputs}}`)).toEqual({status: 200, body});
    expect(await infer(`{"__proto__":{"inputs":${inputs}}}`)).toMatchObject({status: 400});
    expect(await infer('{"inputs":[{"name":"__proto__"}]}')).toMatchObject({status: 400});
    expect(({} as {inputs?: unknown}).inputs).toBeUndefined();
  });

  it('with a key twice counts by the last one, as JSON is read everywhere', async () => {
    const good = JSON.stringify(row);
    expect((await infer(`{"inputs":[],"inputs":${good}}`)).status).toBe(200);
    expect((await infer(`{"inputs":${good},"inputs":[]}`)).status).toBe(400);
  });
});

it('of 100,000 rows is answered whole', async () => {
  const data = Array.from({length: 100_000}, (_, at) => at % 200);
  const inputs = [
    {...row[0], shape: [data.length], data},
    {...row[1], shape: [data.length], data: data.map(() => 'cloudy')},
  ];
  const {body} = await infer(JSON.stringify({inputs, outputs: [{name: 'label'}]}));
  expect(body.outputs[0].data).toEqual(data.map((value) => (value > 50 ? 'yes' : 'no')));
});

describe('a client', () => {
  const slow = /^HTTP\/1\.1 408 [\s\S]*\{"error":"The request did not arrive in time\."\}$/;

  it.each([
    ['says nothing', '', ''],
    ['does not end its headers', 'GET /v2 HTTP/1.1\r\nHost: x\r\nX-Slow: ', 'x'],
    ['does not end its body', `${head(100)}{"inputs"`, ' '],
  ])('that %s is not waited for, nor for its goodbye', async (_name, text, drop) => {
    const hasty = await start({headers: 300, request: 600, idle: 5_000});
    const port = Number(new URL(hasty.url).port);
    const socket = connect({port, host: '127.0.0.1', allowHalfOpen: drop !== ''});
    let received = '';
    socket.on('data', (part) => (received += part));
    socket.on('error', () => {});
    socket.write(text);
    const drip = setInterval(() => socket.write(drop), 100);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    expect(received).toMatch(slow);
    await hasty.stop();
  });

  it('that hangs up in the middle of its body or of the answer leaves the service as it was', async () => {
    const rows = 8_000;
    const data = (value: unknown) => Array.from({length: rows}, () => value);
    const text = JSON.stringify({
      inputs: [
        {...row[0], shape: [rows], data: data(200)},
        {...row[1], shape: [rows], data: data('clear')},
      ],
    });
    for (const [part, delay] of [
      [text.slice(0, 1000), 5],
      [text, 0],
      [text, 5],
      [text, 15],
      [text, 30],
    ] as const) {
      const socket = await open();
      socket.on('error', () => {});
      socket.write(head(text.length) + part);
      await new Promise((resolve) => setTimeout(resolve, delay));
      socket.resetAndDestroy();
    }
    expect((await infer(JSON.stringify({inputs: row}))).status).toBe(200);
  });
});
