import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {createServer} from 'node:net';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {onTestFinished} from 'vitest';

const program = process.env.ADL_MLFLOW_PROGRAM ?? resolve('bench/.venv-mlflow/bin/mlflow');

/** Whether there is a real MLflow: it is large, so that only who asks for it has it. */
export const hasMlflow = existsSync(program);
if (!hasMlflow)
  console.warn(
    `Skipped: MLflow itself, since there is no ${program}. To have it: python3 -m venv bench/.venv-mlflow && bench/.venv-mlflow/bin/pip install -r bench/peers/requirements-mlflow.txt, or name one in ADL_MLFLOW_PROGRAM.`,
  );

/** A real MLflow tracking server with its own database. */
export class Mlflow {
  readonly #folder: string;
  #port = 0;
  #process: ChildProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(folder: string): Promise<Mlflow> {
    const server = new Mlflow(folder);
    server.#port = await freePort();
    await server.up();
    onTestFinished(() => server.down());
    return server;
  }

  get uri(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    const words = ['--backend-store-uri', `sqlite:///${join(this.#folder, 'mlflow.db')}`];
    const place = ['--host', '127.0.0.1', '--port', String(this.#port), '--workers', '1'];
    const artifacts = ['--artifacts-destination', join(this.#folder, 'artifacts')];
    // A group of its own: the server is a process of this one.
    this.#process = spawn(program, ['server', ...words, ...artifacts, ...place], {
      detached: true,
      stdio: 'ignore',
      cwd: this.#folder,
    });
    for (const end = Date.now() + 120_000; Date.now() < end; await pause(200))
      if (
        await fetch(`${this.uri}/health`).then(
          ({ok}) => ok,
          () => false,
        )
      )
        return;
    throw new Error(`MLflow did not come up at ${this.uri}.`);
  }

  /** Ends it as a power cut would. */
  async down(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (!server?.pid || server.exitCode !== null) return;
    const gone = new Promise((done) => server.once('exit', done));
    process.kill(-server.pid, 'SIGKILL');
    await gone;
  }

  async ask<Answer>(path: string, facts: object): Promise<Answer> {
    const response = await fetch(`${this.uri}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(facts),
    });
    return (await response.json()) as Answer;
  }

  async look<Answer>(path: string): Promise<Answer> {
    return (await (await fetch(`${this.uri}/api/2.0/mlflow/${path}`)).json()) as Answer;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const {port} = server.address() as {port: number};
  await new Promise((done) => server.close(done));
  return port;
}
