import {AdlError} from '../base/errors.js';
import type {Reply} from './wire.js';

/** A process that ended, or gave no answer that can be used. */
export class LostWorker extends Error {}

/** One that is alive and takes longer than there is time. */
export class OutOfTime extends LostWorker {}

/** A worker's own error, with the stack that it had there. */
export function failure({error: {message, stack, code}}: Extract<Reply, {type: 'failed'}>): Error {
  if (code === 'MEMORY_FULL')
    return new AdlError(code, `Expected memory for a worker's rows, and it ran out: ${message}.`, {
      suggestions: ['Fewer workers leave more to each: `adl build --workers 1`.'],
    });
  const error = new Error(`A worker could not be set up: ${message}`);
  error.stack = stack ?? error.stack;
  return error;
}

export function lost(worker: number, what: string, attempt: number, reason: string): AdlError {
  const times = attempt === 1 ? '' : ` ${attempt} times`;
  const message = `Worker ${worker} was lost${times} over ${what}: ${reason}.`;
  return new AdlError('WORKER_LOST', message, {
    suggestions: ['If memory ran out, use fewer workers: `adl build --workers 1`.'],
  });
}
