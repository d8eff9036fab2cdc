import type {Registry} from '../base/registry.js';
import {mlflow} from './mlflow/mlflow.js';
import type {Tracker} from './tracker.js';

/** The servers that can be told of runs. */
export const trackers: Registry<Tracker> = {mlflow};
