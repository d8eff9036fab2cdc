import {identifier} from '../../data/identifier.js';
import {type ColumnProfile, canonical, isInstant} from '../../data/profile.js';
import type {SketchedColumn} from '../../data/sketches/sketch-columns.js';
import {timeSql} from '../../data/time-sql.js';

/** A column to be profiled: what was counted of it, and its feature type. */
export interface TypedProfile {
  profile: ColumnProfile;
  type: string;
}

/** How a column takes part in what is compared across columns. */
export type Kind = 'number' | 'category' | 'none';

/** Numbers that hardly ever come again are not counted one by one. */
const mostCountedNumbers = 1000;

/** What is measured of a column: numbers themselves, of days the seconds from 1970, of other text its length. */
export function measuredColumn({profile, type}: TypedProfile): SketchedColumn {
  const {name, raw, storage, distinct, datetimeLayout} = profile;
  const value = canonical(profile);
  const isNumber = raw === 'number';
  if (isNumber)
    return {
      ...{name, value, isNumber, measured: value, measure: 'value'},
      hasFrequent: distinct <= mostCountedNumbers,
    };
  if (type === 'numeric') {
    const read = `TRY_CAST(${value} AS DOUBLE)`;
    const measured = `CASE WHEN isfinite(${read}) THEN ${read} END`;
    return {name, value, isNumber, measured, measure: 'value', hasFrequent: distinct <= mostCountedNumbers};
  }
  if (type === 'datetime' && datetimeLayout !== undefined) {
    const column = identifier(name);
    const measured = isInstant(storage)
      ? `CASE WHEN isfinite(${column}) THEN epoch(${column}) END`
      : `${timeSql(value, datetimeLayout)} / 1e6`;
    return {name, value, isNumber, measured, measure: 'seconds', hasFrequent: true};
  }
  return {
    name,
    value,
    isNumber,
    measured: `CAST(length(${value}) AS DOUBLE)`,
    measure: 'characters',
    hasFrequent: true,
  };
}

export function kindOf({profile: {raw}, type}: TypedProfile): Kind {
  if (type === 'datetime') return 'number';
  if (type === 'categorical') return 'category';
  if (type === 'numeric') return 'number';
  if (type === 'context-specific') return raw === 'number' ? 'number' : 'category';
  return 'none';
}
