import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {onTestFinished} from 'vitest';
import {isAlive} from './workers.js';

/** False where tmux is missing, which is a failure where peers are required. */
export const hasTerminal = findTmux();

export interface TerminalOptions {
  columns: number;
  rows: number;
  cwd: string;
  env?: Record<string, string>;
}

let terminals = 0;

/** A real pseudo-terminal with a shell in it. */
export class Terminal {
  readonly #server: string;

  constructor({columns, rows, cwd, env = {}}: TerminalOptions) {
    terminals += 1;
    this.#server = `adl-${process.pid}-${terminals}`;
    const {CI: _, NO_COLOR: __, ...outside} = process.env;
    const size = ['-x', String(columns), '-y', String(rows)];
    const words = ['-f', '/dev/null', '-u', 'new-session', '-d', ...size, '-c', cwd, 'sh'];
    this.#tmux(words, {...outside, NODE_ENV: '', PS1: '$ ', TERM: 'xterm-256color', ...env});
    onTestFinished(() => this.#close());
  }

  /** Types a line. */
  enter(line: string): void {
    this.type(line);
    this.#tmux(['send-keys', 'Enter']);
  }

  /** Types a text as it is, control characters and all. */
  type(text: string): void {
    this.#tmux(['send-keys', '-l', text]);
  }

  /** Presses a key, such as `C-c`. */
  press(key: string): void {
    this.#tmux(['send-keys', key]);
  }

  resize(columns: number, rows: number): void {
    this.#tmux(['resize-window', '-x', String(columns), '-y', String(rows)]);
  }

  /** The lines that are seen; one that was too long for the width is one line all the same. */
  lines(): string[] {
    return this.#tmux(['capture-pane', '-p', '-J'])
      .split('\n')
      .map((line) => line.trimEnd());
  }

  text(): string {
    return this.lines().join('\n').trimEnd();
  }

  state(): {onOwnScreen: boolean; cursor: boolean; history: number} {
    const format = '#{alternate_on} #{cursor_flag} #{history_size}';
    const [own, cursor, history] = this.#tmux(['display-message', '-p', format]).trim().split(' ');
    return {onOwnScreen: own === '1', cursor: cursor === '1', history: Number(history)};
  }

  /** Waits for a text to be seen, and gives all that is seen then. */
  async until(pattern: RegExp, milliseconds = 20_000): Promise<string> {
    for (const end = Date.now() + milliseconds; ; await pause(50)) {
      const text = this.text();
      if (pattern.test(text)) return text;
      if (Date.now() > end) throw new Error(`${pattern} was not seen in ${milliseconds} ms, but:\n${text}`);
    }
  }

  /** Ends the shell and what was begun in it, and waits until all of it is gone: it may still be writing. */
  async #close(): Promise<void> {
    const shell = Number(this.#tmux(['display-message', '-p', '#{pane_pid}']));
    const own = sessionOf(shell);
    spawnSync('tmux', ['-L', this.#server, 'kill-server']);
    while (own.some(isAlive)) await pause(20);
  }

  #tmux(words: string[], env: NodeJS.ProcessEnv = process.env): string {
    const {status, stdout, stderr} = spawnSync('tmux', ['-L', this.#server, ...words], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`tmux ${words[0]} ended with ${status}: ${stderr}`);
    return stdout;
  }
}

/** The processes of a session, where the system shows them as files. */
function sessionOf(leader: number): number[] {
  const processes = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return processes.map(Number).filter((pid) => sessionIn(pid) === leader);
}

/** The fourth field after the program's name, which may have spaces and brackets in it: proc(5). */
function sessionIn(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

function findTmux(): boolean {
  const {status} = spawnSync('tmux', ['-V']);
  if (status === 0) return true;
  if (process.env.ADL_REQUIRE_PEERS === '1')
    throw new Error('tmux is required here, and it is not installed.');
  console.warn('tmux is not installed: what is seen on a terminal is not tested.');
  return false;
}
