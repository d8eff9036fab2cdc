import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {temporaryFolder} from './adl.js';
import {Terminal} from './terminal.js';

interface SessionOptions {
  cwd: string;
  env?: Record<string, string>;
}

interface Asked {
  /** What starts the shell with none of a person's own settings. */
  start: string;
  /** Makes `adl` a function that appends how many words it was given, and each of them, to the file `heard`. */
  listen: (heard: string) => string[];
  /** Loads a script. */
  load: (script: string) => string;
  /** What is typed so that `adl` hears a line with all of its completions behind it. */
  all: (line: string) => string;
}

const posix = (heard: string) => `adl() { printf '%s\\0' "$#" "$@" >> '${heard}'; }`;

const shells: Record<string, Asked> = {
  bash: {
    start: 'bash --norc --noprofile -i',
    listen: (heard) => ["PS1='ready$ '", posix(heard)],
    load: (script) => `source '${script}'`,
    all: (line) => `${line}\u001b*\r`,
  },
  fish: {
    start: 'fish --no-config -i',
    listen: (heard) => [
      "function fish_prompt; echo 'ready$ '; end",
      `function adl; printf '%s\\0' (count $argv) $argv >> '${heard}'; end`,
    ],
    load: (script) => `source '${script}'`,
    all: (line) => `${line.replace(/\S*$/, '')} (complete -C '${line}' | string split -f1 \\t)\r`,
  },
  zsh: {
    start: 'zsh -f -i',
    listen: (heard) => ["PS1='ready$ '", posix(heard), ...insertingAll],
    load: (script) => `source '${script}'`,
    all: (line) => `${line}\u001b*\r`,
  },
};

const insertingAll = [
  'zle -C all-matches complete-word _generic',
  "bindkey '^[*' all-matches",
  "zstyle ':completion:all-matches::::' completer _all_matches _complete",
  "zstyle ':completion:all-matches:*' insert yes",
];

/** Whether the shell is installed; a failure where peers are required. */
export function hasShell(name: string): boolean {
  if (spawnSync(name, ['--version']).status === 0) return true;
  if (process.env.ADL_REQUIRE_PEERS === '1')
    throw new Error(`${name} is required here, and it is not installed.`);
  console.warn(`${name} is not installed: its completion is not tested.`);
  return false;
}

/** A real shell at a real terminal, in which `adl` writes down which words it was given. */
export class ShellSession {
  readonly #asked: Asked;
  readonly #terminal: Terminal;
  readonly #heard = join(temporaryFolder(), 'heard');
  #read = 0;

  private constructor(asked: Asked, {cwd, env = {}}: SessionOptions) {
    this.#asked = asked;
    this.#terminal = new Terminal({columns: 150, rows: 50, cwd, env});
  }

  static async start(name: string, options: SessionOptions & {script: string}): Promise<ShellSession> {
    const session = new ShellSession(shells[name]!, options);
    const path = join(temporaryFolder(), 'script');
    writeFileSync(path, options.script);
    writeFileSync(session.#heard, '');
    const {start, listen, load} = session.#asked;
    const setup = join(temporaryFolder(), 'setup');
    writeFileSync(setup, [load(path), ...listen(session.#heard), ''].join('\n'));
    session.#terminal.enter(`exec ${start}`);
    session.#terminal.enter(load(setup));
    await session.#terminal.until(/^ready\$/m);
    return session;
  }

  /** Which words each line and all that the shell offers behind it are. */
  async all(lines: readonly string[]): Promise<string[][]> {
    for (const line of lines) this.#terminal.type(this.#asked.all(line));
    return this.#listen(lines.length);
  }

  /** Which words each line is after a Tab at its end. */
  async completed(lines: readonly string[]): Promise<string[][]> {
    for (const line of lines) this.#terminal.type(`${line}\t\r`);
    return this.#listen(lines.length);
  }

  async #listen(count: number): Promise<string[][]> {
    for (const end = Date.now() + 20_000; ; await pause(50)) {
      const records = recordsOf(readFileSync(this.#heard, 'utf8')).slice(this.#read);
      if (records.length >= count) {
        this.#read += count;
        return records.slice(0, count);
      }
      if (Date.now() > end)
        throw new Error(`${records.length} of ${count} lines were heard:\n${this.#terminal.text()}`);
    }
  }
}

/** The whole records: how many words, and the words. */
function recordsOf(heard: string): string[][] {
  const fields = heard.split('\0').slice(0, -1);
  const records: string[][] = [];
  for (let at = 0; at < fields.length; ) {
    const words = fields.slice(at + 1, at + 1 + Number(fields[at]));
    if (words.length < Number(fields[at])) break;
    records.push(words);
    at += 1 + words.length;
  }
  return records;
}
