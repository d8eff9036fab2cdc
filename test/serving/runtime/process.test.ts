import {once} from 'node:events';
import {mkdtemp, rm, symlink} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {tinyModelFolder} from '../../helpers/tiny-service.js';

const root = join(import.meta.dirname, '../../..');
let folder: string;
let model: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adl-service-'));
  model = await tinyModelFolder();
  await execa('node', [join(root, 'bin/bundle-runtime.js'), join(folder, 'server.mjs')]);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(async () => {
  await rm(folder, {recursive: true});
  await rm(model, {recursive: true});
});

function launch(environment: Record<string, string>) {
  const env = {PORT: '0', MODEL_FOLDER: model, ...environment};
  return execa('node', [join(folder, 'server.mjs')], {env, reject: false, all: true});
}

function ready(child: ReturnType<typeof launch>): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.all!.on('data', (part) => {
      text += part;
      const [, port] = /is ready at http:\/\/127\.0\.0\.1:(\d+)\//.exec(text) ?? [];
      if (port) resolve(Number(port));
    });
    void child.then(() => reject(new Error(`The service ended before it was ready: ${text}`)));
  });
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'finishes the request in flight on %s, then exits 0',
  async (signal) => {
    const child = launch({});
    const port = await ready(child);
    const body = JSON.stringify({
      inputs: [
        {name: 'Speed IAS', shape: [1], datatype: 'FP64', data: [200]},
        {name: 'sky', shape: [1], datatype: 'BYTES', data: ['clear']},
      ],
    });
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (part) => (answer += part));
    const head = `POST /v2/models/birds/infer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.write(body.slice(20));
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"data":\["yes"\]/);
    expect(await child).toMatchObject({exitCode: 0});
  },
);

it.each([
  ['PORT', 'http', /^PORT must be a whole number up to 65535, got "http"\.$/],
  ['PORT', '70000', /^PORT must be/],
  ['BODY_LIMIT', '1MB', /^BODY_LIMIT must be/],
])('says in one line that %s=%s will not do', async (name, value, message) => {
  const {exitCode, all} = await launch({[name]: value});
  expect(all).toMatch(message);
  expect(exitCode).toBe(1);
});

it('says in one line that its port is taken', async () => {
  const first = launch({});
  const port = await ready(first);
  const {exitCode, all} = await launch({PORT: String(port)});
  expect(all).toMatch(new RegExp(`^Port ${port} of 127.0.0.1 is in use[^\n]*$`));
  expect(exitCode).toBe(1);
  first.kill();
  await first;
});
