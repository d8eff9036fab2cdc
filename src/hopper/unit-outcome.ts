import type {Lane} from './lane.js';
import type {TrialFailure} from './trial.js';
import type {Reply} from './wire.js';

/** What a unit came to for one of its lanes. */
export interface Outcome {
  failure?: TrialFailure;
  facts?: {loss: number; sha256: string};
}

export function failed(reason: string): Outcome {
  return {failure: {reason}};
}

/** All lanes of a unit, where a worker has no results for it. */
export function broken(reply: Reply, group: number, lanes: readonly Lane[]): Outcome[] {
  return lanes.map(() => {
    if (reply.type !== 'failed') return failed(`a worker answered with ${reply.type}`);
    const {message, stack, code} = reply.error;
    if (code === 'MEMORY_FULL') return failed(tooLarge(group, lanes, message));
    return {failure: {reason: message, ...(stack && {stack})}};
  });
}

function tooLarge(group: number, lanes: readonly Lane[], message: string): string {
  const weights = lanes.reduce((sum, {trial}) => sum + trial.weights, 0);
  const {trial} = lanes[0]!;
  if (trial.trees)
    return `memory ran out over trial ${trial.trial} (${weights} leaves): use fewer workers, \`--workers 1\`, or fewer bins (${message})`;
  const size = `lanes ${lanes.length}, weights ${weights}, batch size ${trial.training.batchSize}`;
  return `memory ran out over group ${group} (${size}): use fewer workers, \`--workers 1\`, or smaller layers and batches (${message})`;
}
