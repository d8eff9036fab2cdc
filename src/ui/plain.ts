import type {LifecycleEvent} from '../lifecycle/event.js';
import {painter} from './terminal.js';

/** Where the lines go, and the clock in milliseconds that spaces them. */
export interface Plain {
  write: (line: string) => void;
  now: () => number;
  color: boolean;
  /** Off for what has no end of its own, such as a server. */
  heartbeat: boolean;
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
  }
}

function createLines({write, now, color}: Plain): {event(event: LifecycleEvent): void; beat(): void} {
  const started = now();
  const dim = painter(color, 2);
  const yellow = painter(color, 33);
  let last = started;
  let stage = 'adl';

  const print = (text: string) => {
    last = now();
    write(`${dim(`${stage.padEnd(6)} ${seconds(last - started)}`)}  ${text}\n`);
  };
  return {
    event(event) {
      stage = event.stage;
      if (event.kind === 'progress' && now() - last < progressEvery) return;
      print(event.kind === 'warning' ? `${yellow('warning:')} ${event.message}` : event.message);
    },
    beat() {
      if (now() - last >= heartbeatEvery) print(dim('still at work'));
    },
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(5)}s`;
}
