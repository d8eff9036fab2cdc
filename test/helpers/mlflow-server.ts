import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

interface StoredRun {
  id: string;
  experiment: string;
  status: string;
  end?: number;
  tags: Record<string, string>;
  params: Record<string, string>;
  /** `key step value`, once each, as MLflow's database keeps them. */
  metrics: Set<string>;
}

type Body = Record<string, unknown>;
type Fault = (request: IncomingMessage, response: ServerResponse, carryOut: () => void) => void;

/** What a server can do wrong, by what it is called. */
export const faults: Record<string, Fault> = {
  'says nothing': () => {},
  'hangs up': (request) => request.socket.destroy(),
  'answers 500': (_, response) =>
    answer(response, 500, {error_code: 'INTERNAL_ERROR', message: 'database is locked'}),
  'answers 503 in HTML': (_, response) => void response.writeHead(503).end('<html>Bad gateway</html>'),
  'answers 429': (_, response) => void response.writeHead(429, {'retry-after': '0'}).end(''),
  'answers garbage': (_, response) => void response.writeHead(200).end('\u0000\u001b[31m{"run":'),
  'answers with the wrong JSON': (_, response) => answer(response, 200, [1]),
  'does it and hangs up': (request, _, carryOut) => {
    carryOut();
    request.socket.destroy();
  },
};

/**
 * The part of MLflow's REST API that is used here, over HTTP, with MLflow's limits and its words. `mlflow.slow.test.ts`
 * says whether MLflow itself does the same.
 */
export class MlflowServer {
  readonly runs = new Map<string, StoredRun>();
  readonly experiments: string[] = [];
  readonly requests: {path: string; authorization: string | undefined}[] = [];
  /** In milliseconds, before each answer. */
  delay = 0;
  /** What comes instead of the next answers; undefined for none. */
  wrongs: (Fault | undefined)[] = [];
  #server: Server | undefined;
  #port = 0;
  #ids = 0;

  static async start(): Promise<MlflowServer> {
    const server = new MlflowServer();
    await server.up();
    onTestFinished(() => server.down());
    return server;
  }

  get uri(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    this.#server = createServer((request, response) => void this.#take(request, response));
    await new Promise<void>((done) => this.#server!.listen(this.#port, '127.0.0.1', done));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
  }

  /** Loses everything, as a new database would. */
  forget(): void {
    this.runs.clear();
    this.experiments.length = 0;
  }

  /** The trial's run, or that of the run itself without one. */
  named(run: string, trial?: number): StoredRun[] {
    return [...this.runs.values()].filter(
      ({tags}) =>
        tags['adl.run'] === run && tags['adl.trial'] === (trial === undefined ? undefined : String(trial)),
    );
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url!, 'http://localhost');
    this.requests.push({path: url.pathname, authorization: request.headers.authorization});
    await new Promise((done) => setTimeout(done, this.delay));
    const carryOut = () => this.#answer(url, text === '' ? {} : (JSON.parse(text) as Body));
    const wrong = this.wrongs.shift();
    if (wrong) return wrong(request, response, carryOut);
    const [status, body] = carryOut();
    answer(response, status, body);
  }

  #answer(url: URL, body: Body): [number, Body] {
    switch (url.pathname.replace('/api/2.0/mlflow/', '')) {
      case 'experiments/get-by-name':
        return this.#experiment(url.searchParams.get('experiment_name')!);
      case 'experiments/create':
        if (this.experiments.includes(body.name as string))
          return refusal('RESOURCE_ALREADY_EXISTS', 'It exists.');
        return [200, {experiment_id: String(this.experiments.push(body.name as string))}];
      case 'runs/create':
        return this.#create(body);
      case 'runs/search':
        return this.#search(body);
      case 'runs/log-batch':
        return this.#log(body);
      case 'runs/update':
        return this.#update(body);
    }
    return [404, {}];
  }

  #experiment(name: string): [number, Body] {
    const at = this.experiments.indexOf(name);
    if (at < 0)
      return refusal('RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'`, 404);
    return [200, {experiment: {experiment_id: String(at + 1)}}];
  }

  #create({experiment_id, tags}: Body): [number, Body] {
    const id = `id${++this.#ids}`;
    const run = {
      id,
      experiment: String(experiment_id),
      status: 'RUNNING',
      params: {},
      metrics: new Set<string>(),
    };
    if (Number(experiment_id) > this.experiments.length)
      return refusal('RESOURCE_DOES_NOT_EXIST', 'No Experiment', 404);
    this.runs.set(id, {...run, tags: pairs(tags)});
    return [200, {run: {info: {run_id: id}}}];
  }

  /** A few to a page, so that there are pages. */
  #search({filter, page_token}: Body): [number, Body] {
    const [, key, value] = /^tags\."([^"]+)" = '([^']*)'$/.exec(String(filter))!;
    const found = [...this.runs.values()].filter(({tags}) => tags[key!] === value);
    const from = Number(page_token ?? 0);
    const runs = found.slice(from, from + 5).map(({id, tags}) => ({
      info: {run_id: id},
      data: {tags: Object.entries(tags).map(([name, text]) => ({key: name, value: text}))},
    }));
    return [200, {runs, ...(from + 5 < found.length && {next_page_token: String(from + 5)})}];
  }

  #log({run_id, metrics = [], params, tags}: Body): [number, Body] {
    const run = this.runs.get(String(run_id));
    if (!run) return refusal('RESOURCE_DOES_NOT_EXIST', `Run with id=${run_id} not found`, 404);
    const points = metrics as {key: string; value: number; step: number; timestamp: number}[];
    const [news, texts] = [pairs(params), pairs(tags)];
    if (points.length > 1000 || Object.keys(news).length > 100 || Object.keys(texts).length > 100)
      return refusal('INVALID_PARAMETER_VALUE', 'A batch logging request can contain at most 1000 metrics.');
    for (const [key, value] of Object.entries(news))
      if ((run.params[key] ?? value) !== value)
        return refusal('INVALID_PARAMETER_VALUE', 'Changing param values is not allowed.');
    Object.assign(run.params, news);
    Object.assign(run.tags, texts);
    for (const {key, step, value} of points) run.metrics.add(`${key} ${step} ${value}`);
    return [200, {}];
  }

  #update({run_id, status, end_time}: Body): [number, Body] {
    const run = this.runs.get(String(run_id));
    if (!run) return refusal('RESOURCE_DOES_NOT_EXIST', `Run with id=${run_id} not found`, 404);
    Object.assign(run, {status, end: end_time});
    return [200, {}];
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
}

function refusal(error_code: string, message: string, status = 400): [number, Body] {
  return [status, {error_code, message}];
}

function pairs(list: unknown): Record<string, string> {
  return Object.fromEntries(
    ((list ?? []) as {key: string; value: string}[]).map(({key, value}) => [key, value]),
  );
}
