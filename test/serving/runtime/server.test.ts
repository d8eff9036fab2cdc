import {connect} from 'node:net';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Service, startService} from '../../../src/serving/runtime/start.js';
import {tinyModelFolder, tinySignature} from '../../helpers/tiny-service.js';

let service: Service;
const logged: unknown[] = [];
const settings = {host: '127.0.0.1', port: 0, bodyLimit: 200_000, newId: () => 'made-here'};

beforeAll(async () => {
  service = await startService({
    ...settings,
    folder: await tinyModelFolder(),
    logError: (e) => logged.push(e),
  });
  await service.loaded;
});

afterAll(() => service.stop());

const speed = {name: 'Speed IAS', shape: [2], datatype: 'FP64', data: [200, 40]};
const sky = {name: 'sky', shape: [2], datatype: 'BYTES', data: ['cloudy', 'clear']};

async function send(path: string, init: RequestInit = {}) {
  const response = await fetch(`${service.url}${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: what a client reads
  return {status: response.status, body: (await response.json()) as any};
}

function infer(body: unknown, path = '/v2/models/birds/infer') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return send(path, {method: 'POST', headers: {'content-type': 'application/json'}, body: text});
}

describe('a service with a model', () => {
  it('describes itself', async () => {
    expect(await send('/v2')).toEqual({status: 200, body: {name: 'adl', version: '0.1.0', extensions: []}});
    expect(await send('/v2/health/live')).toEqual({status: 200, body: {live: true, ready: true}});
    expect(await send('/v2/health/ready')).toEqual({status: 200, body: {live: true, ready: true}});
  });

  it.each(['/v2/models/birds', '/v2/models/birds/versions/3'])('describes its model at %s', async (path) => {
    expect(await send(path)).toEqual({
      status: 200,
      body: {
        name: 'birds',
        versions: ['3'],
        platform: 'onnx_onnxv1',
        inputs: [
          {name: 'Speed IAS', datatype: 'FP64', shape: [-1]},
          {name: 'sky', datatype: 'BYTES', shape: [-1]},
        ],
        outputs: [
          {name: 'label', datatype: 'BYTES', shape: [-1]},
          {name: 'probabilities', datatype: 'FP32', shape: [-1, 2], parameters: {labels: ['no', 'yes']}},
        ],
      },
    });
    expect(await send(`${path}/ready`)).toEqual({status: 200, body: {name: 'birds', ready: true}});
  });

  it('infers, flat and row-major, and echoes the id', async () => {
    const {status, body} = await infer({id: 'mine', inputs: [sky, speed]});
    expect(status).toBe(200);
    expect(body).toMatchObject({
      model_name: 'birds',
      model_version: '3',
      id: 'mine',
      outputs: [
        {name: 'label', datatype: 'BYTES', shape: [2], data: ['yes', 'no']},
        {name: 'probabilities', datatype: 'FP32', shape: [2, 2]},
      ],
    });
    const likely = 1 / (1 + Math.exp(-6));
    expect(body.outputs[1].data).toHaveLength(4);
    expect(body.outputs[1].data[1]).toBeCloseTo(likely, 6);
  });

  it('makes an id where none came, and takes null for what is optional', async () => {
    const {body} = await infer({id: null, parameters: null, outputs: null, inputs: [sky, speed]});
    expect(body.id).toBe('made-here');
    expect(body.outputs).toHaveLength(2);
  });

  it('gives the outputs that are asked for', async () => {
    const {body} = await infer({
      inputs: [sky, speed],
      outputs: [{name: 'probabilities', parameters: {binary_data: false}}],
    });
    expect(body.outputs.map(({name}: {name: string}) => name)).toEqual(['probabilities']);
    expect((await infer({inputs: [sky, speed], outputs: []})).body.outputs).toHaveLength(2);
  });

  it.each([
    ['nested', {...speed, shape: [2, 1], data: [[200], [40]]}],
    ['flat under a nested shape', {...speed, shape: [2, 1]}],
    ['whole numbers', {...speed, datatype: 'INT32'}],
    ['unsigned numbers', {...speed, datatype: 'UINT8'}],
    ['single precision', {...speed, datatype: 'FP32'}],
  ])('takes %s data', async (_name, input) => {
    expect((await infer({inputs: [input, sky]})).body.outputs[0].data).toEqual(['yes', 'no']);
  });

  it('answers no rows with no rows', async () => {
    const {status, body} = await infer({
      inputs: [
        {...speed, shape: [0], data: []},
        {...sky, shape: [0], data: []},
      ],
    });
    expect(status).toBe(200);
    expect(body.outputs.map((output: {shape: number[]}) => output.shape)).toEqual([[0], [0, 2]]);
  });

  it('answers many rows as it answers them one by one', async () => {
    const data = Array.from({length: 9000}, (_, row) => row % 300);
    const {body} = await infer({
      inputs: [
        {...speed, shape: [9000], data},
        {...sky, shape: [9000], data: data.map(() => 'cloudy')},
      ],
      outputs: [{name: 'label'}],
    });
    expect(body.outputs[0].data).toEqual(data.map((value) => (value > 50 ? 'yes' : 'no')));
  });

  it.each([
    ['for the request', {parameters: {content_type: 'pd'}}, {}],
    ['for the tensor', {}, {parameters: {content_type: 'np'}}],
  ])('takes null for missing where the content type says so %s', async (_name, request, tensor) => {
    const inputs = [
      {...speed, data: [null, 160], ...tensor},
      {...sky, data: [null, 'clear'], ...tensor},
    ];
    const given = await infer({...request, inputs});
    const expected = await infer({
      inputs: [
        {...speed, data: [100, 160]},
        {...sky, data: ['', 'clear']},
      ],
    });
    expect(given.status).toBe(200);
    expect(given.body.outputs).toEqual(expected.body.outputs);
  });
});

describe('a request that is wrong', () => {
  const good = [speed, sky];
  const refused: [string, unknown, RegExp][] = [
    ['not an object', [], /body must be a JSON object.*array/],
    ['null', 'null', /body must be a JSON object.*null/],
    ['without inputs', {}, /`inputs` must be an array.*nothing/],
    ['with null inputs', {inputs: null}, /`inputs` must be an array.*null/],
    ['with a null input', {inputs: [null, sky]}, /`inputs\[0\]`.*null/],
    ['with a nameless input', {inputs: [{...speed, name: 7}, sky]}, /`inputs\[0\].name`.*number 7/],
    ['with a missing input', {inputs: [sky]}, /lacks the input `Speed IAS`/],
    ['with no inputs at all', {inputs: []}, /lacks the inputs `Speed IAS`, `sky`/],
    ['with an extra input', {inputs: [...good, {...sky, name: 'skye'}]}, /no input "skye".*`sky`/],
    ['with a duplicate input', {inputs: [...good, sky]}, /`sky` is given twice/],
    [
      'with text for a number',
      {inputs: [{...speed, data: [200, 'fast']}, sky]},
      /`Speed IAS`, row 1.*"fast"/,
    ],
    ['with a number for text', {inputs: [speed, {...sky, data: [1, 'clear']}]}, /`sky`, row 0.*number 1/],
    ['with true for a number', {inputs: [{...speed, data: [true, 1]}, sky]}, /`Speed IAS`, row 0.*true/],
    ['with an object for text', {inputs: [speed, {...sky, data: [{}, '']}]}, /`sky`, row 0.*object/],
    [
      'with the datatype of another',
      {inputs: [{...speed, datatype: 'BYTES'}, sky]},
      /`Speed IAS`.*FP64.*BYTES/,
    ],
    ['with numbers as text input', {inputs: [speed, {...sky, datatype: 'FP64'}]}, /`sky`.*BYTES.*FP64/],
    ['without a datatype', {inputs: [{...speed, datatype: undefined}, sky]}, /`Speed IAS`.*FP64.*nothing/],
    ['with null data', {inputs: [{...speed, data: null}, sky]}, /`Speed IAS`.*`data`.*null/],
    ['without data', {inputs: [{...speed, data: undefined}, sky]}, /`Speed IAS`.*`data`.*nothing/],
    [
      'with a null number',
      {inputs: [{...speed, data: [1, null]}, sky]},
      /`Speed IAS`, row 1.*null.*content_type.*pd/,
    ],
    [
      'with a null text',
      {inputs: [speed, {...sky, data: [null, '']}]},
      /`sky`, row 0.*null.*"".*content_type/,
    ],
    [
      'with null as str',
      {inputs: [speed, {...sky, parameters: {content_type: 'str'}, data: [null, '']}]},
      /`sky`, row 0/,
    ],
    ['with a wide shape', {inputs: [{...speed, shape: [2, 3]}, sky]}, /`Speed IAS`.*\[rows\].*\[2, 3\]/],
    ['without a shape', {inputs: [{...speed, shape: undefined}, sky]}, /`Speed IAS`.*shape.*nothing/],
    ['with a negative shape', {inputs: [{...speed, shape: [-1]}, sky]}, /`Speed IAS`.*\[-1\]/],
    ['with too few elements', {inputs: [{...speed, data: [1]}, sky]}, /`Speed IAS` has 1 elements.*2/],
    [
      'with uneven lengths',
      {inputs: [{...speed, shape: [1], data: [1]}, sky]},
      /`sky` has 2 rows.*`Speed IAS` has 1/,
    ],
    [
      'with ragged nesting',
      {inputs: [{...speed, shape: [2, 1], data: [[1], [2, 3]]}, sky]},
      /`Speed IAS`, row 1/,
    ],
    [
      'with nesting under a flat shape',
      {inputs: [{...speed, data: [[1], [2]]}, sky]},
      /`Speed IAS`, row 0.*array/,
    ],
    [
      'with a fraction as an integer',
      {inputs: [{...speed, datatype: 'INT8', data: [1.5, 1]}, sky]},
      /`Speed IAS`, row 0.*INT8/,
    ],
    [
      'with an integer out of range',
      {inputs: [{...speed, datatype: 'UINT8', data: [1, 256]}, sky]},
      /row 1.*UINT8/,
    ],
    ['with an unknown output', {inputs: good, outputs: [{name: 'labels'}]}, /no output "labels".*`label`/],
    ['with outputs that are no array', {inputs: good, outputs: 'label'}, /`outputs` must be an array/],
    ['with outputs that are names', {inputs: good, outputs: ['label']}, /`outputs\[0\]`.*`name`/],
    ['with a numeric id', {id: 4, inputs: good}, /`id` must be text.*4/],
    ['with bad parameters', {parameters: 'pd', inputs: good}, /`parameters` must be an object/],
    [
      'with an unknown content type',
      {parameters: {content_type: 'base64'}, inputs: good},
      /content_type.*base64/,
    ],
    [
      'with binary data',
      {inputs: [{...speed, parameters: {binary_data_size: 8}}, sky]},
      /`Speed IAS`.*binary_data_size/,
    ],
  ];

  it.each(refused)('%s is refused by the name of its field', async (_name, body, message) => {
    const answer = await infer(body);
    expect(answer).toEqual({status: 400, body: {error: expect.stringMatching(message)}});
    expect(logged).toEqual([]);
  });

  it('with a number that is too large is refused', async () => {
    const text = JSON.stringify({inputs: good}).replace('[200,', '[1e400,');
    expect(await infer(text)).toEqual({
      status: 400,
      body: {
        error: expect.stringMatching(/`Speed IAS`, row 0: expected a finite number, got a number too large/),
      },
    });
  });

  it.each([
    ['{"inputs": [', /must be JSON/],
    ['', /must be JSON, got nothing/],
    ['{"inputs": [{"data": [NaN]}]}', /JSON has no NaN.*"content_type": "pd"/],
    ['\ud800', /must be JSON|UTF-8/],
  ])('as the text %j is refused', async (text, message) => {
    expect(await infer(text)).toEqual({status: 400, body: {error: expect.stringMatching(message)}});
  });

  it('in another encoding is refused', async () => {
    const init = {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: Buffer.from([0x22, 0xff, 0x22]),
    };
    expect(await send('/v2/models/birds/infer', init)).toEqual({
      status: 400,
      body: {error: expect.stringMatching(/UTF-8/)},
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream'])(
    'as %s is refused',
    async (type) => {
      const init = {method: 'POST', headers: {'content-type': type}, body: JSON.stringify({inputs: good})};
      expect(await send('/v2/models/birds/infer', init)).toEqual({
        status: 415,
        body: {error: expect.stringContaining(`application/json, got ${type}`)},
      });
    },
  );

  it('that is too large is refused', async () => {
    expect(await infer(JSON.stringify({inputs: good}).padEnd(1_000_000))).toEqual({
      status: 413,
      body: {error: expect.stringMatching(/at most 200000 bytes/)},
    });
  });

  it.each([
    ['/v2/models/bird/infer', /no model called "bird".*`birds`/],
    ['/v2/models/birds/versions/4/infer', /`birds` has no version "4".*3/],
    ['/v2/models/birds/infers', /no POST \/v2\/models\/birds\/infers/],
  ])('to %s is not found', async (path, message) => {
    expect(await infer({inputs: good}, path)).toEqual({
      status: 404,
      body: {error: expect.stringMatching(message)},
    });
  });

  it.each(['/v2/models/%zz', '/v2/models/%00', `/v2/models/${'x'.repeat(5000)}`])(
    'to %s gets JSON',
    async (path) => {
      const {status, body} = await send(path.slice(0, 6000));
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(Object.keys(body)).toEqual(['error']);
    },
  );

  it('that is not HTTP gets JSON', async () => {
    const {port} = new URL(service.url);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
      socket.on('data', (part) => (text += part)).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*\{"error":"The request is not valid HTTP\."\}$/);
  });
});

describe('a service without a model', () => {
  it('is live and never ready', async () => {
    const empty = await startService({...settings, folder: '/nowhere', logError: () => {}});
    await expect(empty.loaded).rejects.toThrow('ENOENT');
    const statuses = ['live', 'ready'].map(
      async (name) => (await fetch(`${empty.url}/v2/health/${name}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 503]);
    const metadata = await fetch(`${empty.url}/v2/models/birds`);
    expect([metadata.status, await metadata.json()]).toEqual([
      503,
      {error: expect.stringContaining('no model')},
    ]);
    await empty.stop();
  });

  it('says that a port is taken', async () => {
    const port = Number(new URL(service.url).port);
    const second = startService({...settings, port, folder: '/nowhere', logError: () => {}});
    await expect(second).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      suggestions: [expect.stringContaining(`${port + 1}`)],
    });
  });

  it('refuses a signature of another model', async () => {
    const {writeFile} = await import('node:fs/promises');
    const folder = await tinyModelFolder();
    await writeFile(`${folder}/signature.json`, JSON.stringify({...tinySignature, inputs: []}));
    const other = await startService({...settings, folder, logError: () => {}});
    await expect(other.loaded).rejects.toThrow('do not belong together');
    await other.stop();
  });
});
