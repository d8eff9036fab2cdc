import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const script = fileURLToPath(new URL('../peers/search_optuna.py', import.meta.url));

/** Optuna in a process of its own, to which jobs are given one after another. */
export function startOptuna(python) {
  const child = spawn(python, [script], {stdio: ['pipe', 'pipe', 'inherit']});
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const hear = async () => {
    const {value, done} = await lines.next();
    if (done) throw new Error('Optuna ended before its job did.');
    return JSON.parse(value);
  };
  const say = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);
  return {
    /** What it saw of the values that were given for its points: all of one number, of a curve as far as it went. */
    run: async (job, answerTo) => {
      say(job);
      const seen = [];
      let values = [];
      for (let message = await hear(); !message.done; message = await hear()) {
        if (message.seen) {
          seen.push(values[message.seen - 1]);
          continue;
        }
        const answer = answerTo(message.point);
        say(answer);
        if (Array.isArray(answer)) values = answer;
        else seen.push(answer);
      }
      return seen;
    },
    stop: () => child.stdin.end(),
  };
}
