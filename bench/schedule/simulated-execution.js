// Workers in simulated time: they take as long as they are told to, and whoever waits for them waits for no clock.

/** How often a unit that costs its worker is begun again: as the pool has it. */
const attempts = 3;

/**
 * Has units done as `Executor` does, each when its worker and its configurations are free, in the order in which they
 * were begun.
 */
export class SimulatedExecution {
  now = 0;
  #options;
  #coming = [];
  #isPumping = false;
  #workers = new Map();
  #lanes = new Map();
  #phases = new Map();

  /**
   * @param options.attempt what comes of a worker's attempt at a unit: `takes`, then whether it `isDone`; if not, for how
   * long the worker is `away`
   * @param options.outcome what an epoch of a lane is worth with a unit; undefined where the lane fails in it
   * @param options.record told what a journal would say, and of attempts that came to nothing
   * @param options.isKnown whether a unit was done before: then its outcome is there at once
   */
  constructor({attempt, outcome, record = () => {}, isKnown = () => false, together = false}) {
    this.#options = {attempt, outcome, record, isKnown, together};
  }

  begin(unit, lanes) {
    const ready = this.#options.together ? this.#phase(unit, lanes) : this.settled(lanes);
    const before = [this.#workers.get(unit.worker), ready, unit.ends ? this.settled(lanes) : undefined];
    const ended = Promise.all(before).then(() => this.#carryOut(unit, lanes));
    this.#workers.set(unit.worker, ended);
    const others = this.#options.together ? lanes.map((lane) => this.#lanes.get(lane)) : [];
    const all = Promise.all([ended, ...others]);
    for (const lane of lanes) this.#lanes.set(lane, all);
    return ended;
  }

  async settled(lanes) {
    await Promise.all(lanes.map((lane) => this.#lanes.get(lane)));
  }

  async allSettled() {
    await Promise.all(this.#workers.values());
  }

  clone() {}

  #phase({group, epoch, kind}, lanes) {
    const name = `${group}/${epoch}/${kind}`;
    if (!this.#phases.has(name)) this.#phases.set(name, this.settled(lanes));
    return this.#phases.get(name);
  }

  async #carryOut(unit, all) {
    const {record, isKnown, outcome} = this.#options;
    const lanes = all.filter(({out}) => !out);
    const facts = {...unit, trials: lanes.map(({trial}) => trial.trial)};
    if (lanes.length === 0) return record('unit-skipped', facts, this.now);
    record('unit-started', facts, this.now);
    const isLost = !isKnown(unit) && !(await this.#work(unit, lanes));
    for (const lane of lanes) {
      const value = isLost ? undefined : outcome(lane, unit);
      if (value === undefined) lane.out = 'failed';
      else if (unit.ends) Object.assign(lane, {ended: lane.ended + 1, value});
    }
    const ended = lanes.filter(({out}) => !out).map(({trial: {trial}}) => ({trial, loss: 0, sha256: ''}));
    record('unit-ended', {...facts, lanes: ended}, this.now);
  }

  /** False where the unit has cost its worker as often as any may. */
  async #work(unit, lanes) {
    for (let count = 1; count <= attempts; count += 1) {
      const {takes, isDone, away = 0} = this.#options.attempt(unit, lanes, this.now);
      await this.#pass(takes);
      if (isDone) return true;
      this.#options.record('worker-lost', unit, this.now);
      await this.#pass(away);
    }
    return false;
  }

  #pass(time) {
    return new Promise((resolve) => {
      this.#coming.push({at: this.now + time, resolve});
      if (!this.#isPumping) this.#pump();
    });
  }

  /** One event after the other; between them all that follows from one is decided. */
  #pump() {
    this.#isPumping = this.#coming.length > 0;
    if (!this.#isPumping) return;
    setImmediate(() => {
      const next = this.#coming.reduce((soonest, event) => (event.at < soonest.at ? event : soonest));
      this.#coming.splice(this.#coming.indexOf(next), 1);
      this.now = next.at;
      next.resolve();
      this.#pump();
    });
  }
}

/**
 * Attempts of workers that now and then die over a unit and come back later, claim that one is done which is not, or are
 * ten times slower for a while.
 * @param often how often, of a hundred attempts, each of these befalls a worker
 * @param inARow how many attempts one after the other may come to nothing
 */
export function troubled({random, cost, often, usual = 1, inARow = Number.POSITIVE_INFINITY}) {
  const {dies = 0, lies = 0, slows = 0} = often;
  const [slowUntil, vain] = [new Map(), new Map()];
  const befalls = (percent) => 100 * random.uniform() < percent;
  return (unit, lanes, now) => {
    const {worker} = unit;
    if (befalls(slows)) slowUntil.set(worker, now + 20 * usual * random.uniform());
    const takes = cost(unit, lanes) * (now < (slowUntil.get(worker) ?? 0) ? 10 : 1);
    const [isDead, isLie] = [befalls(dies), befalls(lies)];
    const before = vain.get(worker) ?? 0;
    const isDone = (!isDead && !isLie) || before >= inARow;
    vain.set(worker, isDone ? 0 : before + 1);
    if (isDone) return {takes, isDone};
    return {takes: takes * random.uniform(), isDone, away: isDead ? 4 * usual * random.uniform() : 0};
  };
}
