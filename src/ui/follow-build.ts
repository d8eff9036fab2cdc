import type {Host, LifecycleEvent} from '../lifecycle/event.js';
import type {ProgressForm} from './terminal.js';

export interface FollowBuildOptions {
  form: Exclude<ProgressForm, 'lines'>;
  host: Host;
  /** What Ctrl-C does. */
  stop: () => void;
}

/** Follows a build on a terminal; what that needs is loaded only now. */
export async function followBuild<Result>(
  events: AsyncGenerator<LifecycleEvent, Result>,
  {form, host, stop}: FollowBuildOptions,
): Promise<Result> {
  const {watchBuild} = await import('../lifecycle/build-watch.js');
  const watch = (run: string) => watchBuild(host, {run});
  const terminal = process.stderr;
  if (form === 'sentences') {
    const {followInSentences} = await import('./dashboard/sentences.js');
    return followInSentences(events, {host, watch, write: (line) => terminal.write(line)});
  }
  // React's other build is for those who work on components, and keeps a record of every frame.
  process.env.NODE_ENV ||= 'production';
  const {followOnDashboard} = await import('./dashboard/follow.js');
  return followOnDashboard(events, {host, stop, watch, terminal, keyboard: process.stdin});
}
