import {datetimeLayouts} from './datetime-layouts.js';
import {literal} from './identifier.js';

/**
 * A day with or without a time of day, as SQL over text: microseconds since 1970, by its zone where it has one; NULL where it
 * does not fit the layout or no such day is.
 */
export function timeSql(text: string, layout: string): string {
  const {either, format} = datetimeLayouts[layout]!;
  const day = `regexp_extract(${text}, ${literal(`^(?:${either})$`)}, 1)`;
  const clock = `regexp_extract(${text}, '[T ]([0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?)', 1)`;
  const zone = (group: number) =>
    `regexp_extract(${text}, ':[0-9]{2}(?:[.][0-9]+)?([+-])([0-9]{2}):?([0-9]{2})?$', ${group})`;
  const minutes = `(coalesce(TRY_CAST(${zone(2)} AS BIGINT), 0) * 60 + coalesce(TRY_CAST(${zone(3)} AS BIGINT), 0))`;
  return `(epoch_us(try_strptime(${day}, ${literal(format)})) + coalesce(epoch_us(TRY_CAST(${fullClock(clock)} AS TIME)), 0)
    - CASE ${zone(1)} WHEN '-' THEN -1 ELSE 1 END * ${minutes} * 60000000)`;
}

/** DuckDB reads no time without seconds. */
function fullClock(clock: string): string {
  return `CASE length(${clock}) WHEN 5 THEN ${clock} || ':00' ELSE ${clock} END`;
}
