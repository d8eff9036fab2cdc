import type {Registry} from '../../base/registry.js';
import {constantColumns} from './constant-columns.js';
import {duplicateRows} from './duplicate-rows.js';
import {filledLater} from './filled-later.js';
import {groupOverlap} from './group-overlap.js';
import {idColumns} from './id-columns.js';
import {identicalColumns} from './identical-columns.js';
import type {LeakCheck} from './leak-check.js';
import {tellingColumns} from './telling-columns.js';
import {timeTravel} from './time-travel.js';

/** Every check for leaks, by the name that its findings have. */
export const leakChecks: Registry<LeakCheck> = {
  'constant-columns': constantColumns,
  'duplicate-rows': duplicateRows,
  'filled-later': filledLater,
  'group-overlap': groupOverlap,
  'id-columns': idColumns,
  'identical-columns': identicalColumns,
  'telling-columns': tellingColumns,
  'time-travel': timeTravel,
};
