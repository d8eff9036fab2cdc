import type {Registry} from '../../base/registry.js';
import type {Family} from './family.js';
import {forest} from './forest.js';
import {gbdt} from './gbdt.js';
import {linear} from './linear.js';
import {mlp} from './mlp.js';

/** The model families that a build may try. */
export const families: Registry<Family> = {forest, gbdt, linear, mlp};
