import type {Registry} from '../../base/registry.js';
import {bash} from './bash.js';
import {fish} from './fish.js';
import type {Shell} from './shell.js';
import {zsh} from './zsh.js';

/** The shells that can complete. */
export const shells: Registry<Shell> = {bash, fish, zsh};
