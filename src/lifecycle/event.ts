import type {Json} from '../base/json.js';

/** What a stage tells while it works; its result is what the generator returns. */
export interface LifecycleEvent {
  stage: 'source' | 'build' | 'deploy';
  kind: 'step' | 'progress' | 'warning' | 'note';
  message: string;
  data?: Json;
}

/** The outside world of a stage: where it works, its clock in milliseconds, and how it is told to stop. */
export interface Host {
  cwd: string;
  now: () => number;
  signal?: AbortSignal;
  environment: Readonly<Record<string, string | undefined>>;
}
