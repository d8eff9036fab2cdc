import {render} from 'ink';
import type {BuildView} from '../../lifecycle/build-show.js';
import type {Host, LifecycleEvent} from '../../lifecycle/event.js';
import {Dashboard} from './dashboard.js';
import {Keys} from './keys.js';
import type {Picture} from './picture.js';
import {Screen} from './screen.js';

export interface DashboardOptions {
  host: Host;
  /** What Ctrl-C does. */
  stop: () => void;
  /** What looks at a run, given its number. */
  watch: (run: string) => () => BuildView;
  terminal: NodeJS.WriteStream;
  keyboard: NodeJS.ReadStream;
}

type Known = Pick<Picture, 'warnings'> & {started: number; look?: () => BuildView};

const drawEvery = 250;
/** What fails before this is said without a screen that comes and goes. */
const openAfter = 400;

/** Runs a build to its end with a dashboard on the terminal, which is gone afterwards; returns the build's result. */
export async function followOnDashboard<Result>(
  events: AsyncGenerator<LifecycleEvent, Result>,
  options: DashboardOptions,
): Promise<Result> {
  const warnings: string[] = [];
  const known: Known = {warnings, started: options.host.now()};
  let close: (() => void) | undefined;
  const open = () => {
    close ??= openDashboard(known, options);
  };
  const opening = setTimeout(open, openAfter);
  try {
    let turn = await events.next();
    while (!turn.done) {
      const {kind, message, data} = turn.value;
      if (kind === 'warning') warnings.push(message);
      const run = runOf(data);
      if (run !== undefined) known.look = options.watch(run);
      if (known.look) open();
      turn = await events.next();
    }
    return turn.value;
  } finally {
    clearTimeout(opening);
    close?.();
    for (const warning of warnings) options.terminal.write(`warning: ${warning}\n`);
  }
}

/** @returns what takes the dashboard away and leaves the terminal as it was */
function openDashboard(known: Known, {host, stop, terminal, keyboard}: DashboardOptions): () => void {
  const screen = new Screen(terminal);
  const frame = () => {
    const {warnings, started, look} = known;
    const {columns, rows} = screen;
    const picture: Picture = {
      ...{view: look?.(), now: host.now(), started, warnings, columns, rows},
      stopping: host.signal?.aborted ?? false,
    };
    return (
      <>
        <Dashboard picture={picture} />
        {keyboard.isTTY && <Keys onStop={stop} />}
      </>
    );
  };
  const ink = render(frame(), {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: keyboard,
    // Whole frames, at once: how they get onto the terminal is the screen's business.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const draw = () => ink.rerender(frame());
  const resized = () => {
    screen.forget();
    draw();
  };
  terminal.on('resize', resized);
  host.signal?.addEventListener('abort', draw, {once: true});
  const beat = setInterval(draw, drawEvery);
  return () => {
    clearInterval(beat);
    terminal.off('resize', resized);
    host.signal?.removeEventListener('abort', draw);
    ink.unmount();
    screen.close();
  };
}

function runOf(data: LifecycleEvent['data']): string | undefined {
  if (typeof data !== 'object' || data === null || !('run' in data)) return undefined;
  return typeof data.run === 'string' ? data.run : undefined;
}
