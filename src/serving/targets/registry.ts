import type {Registry} from '../../base/registry.js';
import {nodeServer} from './node-server.js';
import type {Target} from './target.js';

/** Every way to put a model into service. */
export const targets: Registry<Target> = {'node-server': nodeServer};
