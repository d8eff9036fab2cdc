import {visible} from '../base/inline.js';
import type {LifecycleEvent} from '../lifecycle/event.js';
import {painter} from './terminal.js';

/** Where the lines go, and the clock in milliseconds that spaces them. */
export interface Plain {
  write: (line: string) => void;
  now: () => number;
  color: boolean;
  /** Off for what has no end of its own, such as a server. */
  heartbeat: boolean;
  /** Columns of a terminal, on which a line of progress takes the place of the one before; elsewhere each stays. */
  width?: number;
  /** Once it says so, there is no more progress to tell of: what comes next begins on a line of its own. */
  signal?: AbortSignal;
}

/** Lines of progress come at most this often; steps, notes and warnings always. */
const progressEvery = 1_000;
/** After this long without a line, one says that work goes on. */
const heartbeatEvery = 5_000;

/** Runs a stage to its end and writes its events as plain lines; returns the stage's result. */
export async function followPlainly<Result>(
  events: AsyncGenerator<LifecycleEvent, Result>,
  plain: Plain,
): Promise<Result> {
  const lines = createLines(plain);
  const heart = setInterval(lines.beat, 1_000);
  heart.unref();
  if (!plain.heartbeat) clearInterval(heart);
  try {
    let turn = await events.next();
    while (!turn.done) {
      lines.event(turn.value);
      turn = await events.next();
    }
    return turn.value;
  } finally {
    clearInterval(heart);
    lines.end();
  }
}

function createLines({write, now, color, width, signal}: Plain) {
  const started = now();
  const dim = painter(color, 2);
  const yellow = painter(color, 33);
  let last = started;
  let stage = 'adl';
  /** What clears a line that another takes the place of. */
  let clear = '';

  const print = (text: string) => {
    last = now();
    write(`${clear}${dim(`${stage.padEnd(6)} ${seconds(last - started)}`)}  ${text}\n`);
    clear = '';
  };
  const replace = (text: string) => {
    last = now();
    const line = `${stage.padEnd(6)} ${seconds(last - started)}  ${text}`;
    write(`${clear}${dim(line.slice(0, width! - 1))}`);
    clear = '\r\u001b[K';
  };
  const show = width === undefined ? print : replace;
  const isTooSoon = () => now() - last < (width === undefined ? progressEvery : 0);
  return {
    event(event: LifecycleEvent) {
      stage = event.stage;
      const message = visible(event.message);
      if (event.kind === 'progress') {
        if (!isTooSoon() && !signal?.aborted) show(message);
      } else print(event.kind === 'warning' ? `${yellow('warning:')} ${message}` : message);
    },
    beat() {
      if (now() - last >= heartbeatEvery && !signal?.aborted) show(dim('still at work'));
    },
    end() {
      if (clear && !signal?.aborted) write(clear);
    },
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(5)}s`;
}
