import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {connect} from 'node:net';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {deploy} from '../../src/lifecycle/deploy.js';
import type {LifecycleEvent} from '../../src/lifecycle/event.js';
import {serve} from '../../src/lifecycle/serve.js';
import {finish, type TestProject, untrainedProject} from '../helpers/untrained-project.js';

let project: TestProject;

beforeAll(async () => {
  project = await untrainedProject();
});

afterAll(() => rmSync(project.paths.root, {recursive: true}));

it('says that nothing is deployed yet', async () => {
  await expect(finish(serve(project.host, {port: 0}))).rejects.toMatchObject({
    code: 'MODEL_MISSING',
    suggestions: ['adl deploy'],
  });
});

it('serves the newest version until it is told to stop', async () => {
  await finish(deploy(project.host, {}));
  const {signal, abort} = controller();
  const service = serve({...project.host, signal}, {port: 0});
  const {value: note} = await service.next();
  expect(note).toMatchObject({
    kind: 'note',
    message: expect.stringContaining('Birds of Palmer version 1 is ready'),
  });
  const {url} = (note as LifecycleEvent).data as {url: string};
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2\/models\/Birds%20of%20Palmer$/);
  expect(await (await fetch(`${url}/ready`)).json()).toEqual({name: 'Birds of Palmer', ready: true});
  const port = Number(new URL(url).port);
  await expect(finish(serve(project.host, {port}))).rejects.toMatchObject({code: 'PORT_IN_USE'});
  abort();
  expect(await service.next()).toEqual({done: true, value: {url, version: '1'}});
  await expect(fetch(url)).rejects.toThrow();
});

function controller() {
  const made = new AbortController();
  return {signal: made.signal, abort: () => made.abort()};
}

it('stops soon though a request does not come to its end', async () => {
  const {signal, abort} = controller();
  const service = serve({...project.host, signal}, {port: 0});
  const {value: note} = await service.next();
  const {port} = new URL(((note as LifecycleEvent).data as {url: string}).url);
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  socket.write(
    'POST /v2/models/x/infer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  );
  await once(socket, 'connect');
  const began = performance.now();
  abort();
  expect((await service.next()).done).toBe(true);
  expect(performance.now() - began).toBeLessThan(2500);
  socket.destroy();
});
