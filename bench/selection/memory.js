// The memory and the processor time of a process and of all that it begets. Pages that several share are divided among
// them (PSS), so that a sum counts each once. Linux alone says so.
import {existsSync, readdirSync, readFileSync} from 'node:fs';

const lookEveryMs = 100;
/** Of a second: what the kernel counts processor time in, for programs. */
const tick = 1 / 100;

export const canMeasure = existsSync('/proc/self/smaps_rollup');

/** Watches from now on; a process stays watched when its parent is gone. */
export class MemoryWatch {
  #members;
  #strangers = new Set();
  #cpu = new Map();
  #timers;
  peak = {bytes: 0, processes: 0};
  /** Seconds of the processor that the watching itself took. */
  spent = 0;

  constructor(pid, everyMs) {
    this.#members = new Set([pid]);
    this.#sample();
    const looking = everyMs > lookEveryMs ? [setInterval(() => this.#look(), lookEveryMs)] : [];
    this.#timers = [...looking, setInterval(() => this.#sample(), everyMs)];
  }

  stop() {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Seconds of the processor, of all processes as they were last seen. */
  get cpu() {
    return [...this.#cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  /** The processes that are still there. */
  living() {
    this.#look();
    return [...this.#members];
  }

  /** A process that ended, and whose parent has not asked how, is still listed, with all the time that it took. */
  #note(pid, stat) {
    if (stat) this.#cpu.set(pid, tick * (Number(stat[11]) + Number(stat[12])));
    if (stat === undefined || stat[0] === 'Z') this.#members.delete(pid);
  }

  #sample() {
    const before = process.cpuUsage();
    this.#look();
    let bytes = 0;
    for (const pid of this.#members) bytes += pssOf(pid);
    if (bytes > this.peak.bytes) this.peak = {bytes, processes: this.#members.size};
    const {user, system} = process.cpuUsage(before);
    this.spent += (user + system) / 1e6;
  }

  /** Takes in the children of whom it knows, and lets go of those that ended. Whoever was a stranger once stays one. */
  #look() {
    const now = new Set(
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number),
    );
    for (const known of [this.#members, this.#strangers])
      for (const pid of known) if (!now.has(pid)) known.delete(pid);
    const unknown = [...now].filter((pid) => !this.#members.has(pid) && !this.#strangers.has(pid));
    const parents = new Map(unknown.map((pid) => [pid, parentOf(pid)]));
    for (let found = true; found; ) {
      found = false;
      for (const [pid, parent] of parents)
        if (this.#members.has(parent) && !this.#members.has(pid)) {
          this.#members.add(pid);
          found = true;
        }
    }
    for (const pid of unknown) if (!this.#members.has(pid)) this.#strangers.add(pid);
    for (const pid of this.#members) this.#note(pid, statOf(pid));
  }
}

function parentOf(pid) {
  return Number(statOf(pid)?.[1]);
}

/** The fields after the program's name, which may hold spaces: the state, the parent, … */
function statOf(pid) {
  const text = contentOf(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function pssOf(pid) {
  const kibibytes = contentOf(`/proc/${pid}/smaps_rollup`)?.match(/^Pss:\s+(\d+) kB/m)?.[1];
  return 1024 * Number(kibibytes ?? 0);
}

/** Undefined where the process is gone. */
function contentOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}
