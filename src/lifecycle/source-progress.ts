import type {Tell} from '../data/tell.js';
import {streamed} from './channel.js';
import type {LifecycleEvent} from './event.js';

/** How often a step says how far it is, in milliseconds; who shows it may leave some out. */
const tellEvery = 250;

/** What knows the share of a statement that is done; undefined where nothing is known. */
interface Working {
  progress(): number | undefined;
}

/** Does a step that is told of even if it takes no time. */
export async function* step<Result>(
  message: string,
  database: Working,
  work: (tell: Tell) => Promise<Result>,
  stage: LifecycleEvent['stage'] = 'source',
): AsyncGenerator<LifecycleEvent, Result> {
  yield {stage, kind: 'step', message};
  return yield* followed(message, database, work, stage);
}

/**
 * Does work, and says all the while what it is at: in words that the work itself gives, and by the share of the
 * statement that the database works on.
 */
export async function* followed<Result>(
  title: string,
  database: Working | undefined,
  work: (tell: Tell) => Promise<Result>,
  stage: LifecycleEvent['stage'] = 'source',
): AsyncGenerator<LifecycleEvent, Result> {
  return yield* streamed<LifecycleEvent, Result>(async (push) => {
    let what = '';
    const say = () => {
      const share = database?.progress();
      const parts = [what, share === undefined ? '' : `${Math.floor(share * 100)} %`].filter(Boolean);
      const message = parts.length > 0 ? `${title}: ${parts.join(', ')}` : `${title} …`;
      push({stage, kind: 'progress', message});
    };
    const timer = setInterval(say, tellEvery);
    try {
      return await work((words) => {
        what = words;
      });
    } finally {
      clearInterval(timer);
    }
  });
}
