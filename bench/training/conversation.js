import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

/** A contender's process, which takes one command at a time and answers each with a line. */
export class Conversation {
  #child;
  #lines;
  #errors = '';

  constructor([program, ...words], threads) {
    const count = String(threads);
    this.#child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {...process.env, OMP_NUM_THREADS: count, MKL_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count},
    });
    this.#child.stderr.on('data', (data) => {
      this.#errors = `${this.#errors}${data}`.slice(-2000);
    });
    // A process that has ended answers by the end of its lines.
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', (error) => {
      this.#errors += String(error);
    });
    this.#lines = createInterface({input: this.#child.stdout})[Symbol.asyncIterator]();
  }

  /** Waits until it has loaded its libraries. */
  ready() {
    return this.#next();
  }

  /** @throws Error with what the contender says went wrong, or what its process printed at its end */
  ask(command) {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    return this.#next();
  }

  async end() {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.stdin.end();
    await ended;
  }

  async #next() {
    const {value, done} = await this.#lines.next();
    if (done) throw new Error(`its process ended: ${this.#errors.trim()}`);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }
}
