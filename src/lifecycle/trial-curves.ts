import type {Entry} from '../project/journal.js';

/** How one trial came along: its score on the validation rows after each epoch. */
export interface TrialCurve {
  trial: number;
  family: string;
  points: CurvePoint[];
}

export interface CurvePoint {
  epoch: number;
  score: number;
  loss: number | null;
}

/** What the curves of the trials are made of, by trial. An epoch that was trained again counts as it was the last time. */
export class CurvePoints {
  readonly #points = new Map<number, CurvePoint[]>();
  #metric = '';

  take({type, metric, trial, epoch, loss, scores}: Entry): void {
    if (type === 'run-started') this.#metric = String(metric);
    if (type !== 'epoch-ended') return;
    const score = (scores as Record<string, unknown> | null)?.[this.#metric];
    if (typeof score !== 'number') return;
    const points = this.of(Number(trial));
    while (points.length > 0 && points.at(-1)!.epoch >= Number(epoch)) points.pop();
    points.push({epoch: Number(epoch), score, loss: typeof loss === 'number' ? loss : null});
    this.#points.set(Number(trial), points);
  }

  of(trial: number): CurvePoint[] {
    return this.#points.get(trial) ?? [];
  }
}
