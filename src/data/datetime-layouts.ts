const time = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?';
const zone = '(Z|[+-][0-9]{2}(:?[0-9]{2})?)?';

/** A way to write days. Both patterns match whole values; the zone of a time is read over, not applied. */
export interface DatetimeLayout {
  /** The day alone. */
  day: string;
  /** The day and a time of day. */
  timed: string;
  /** Either of them; the first group is the day. */
  either: string;
  /** The day, for DuckDB's strptime. */
  format: string;
}

const year = '[12][0-9]{3}';
const month = '(0?[1-9]|1[0-2])';
const day = '(0?[1-9]|[12][0-9]|3[01])';
/** As English has them: the first three letters are written. */
export const monthNames: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'],
  ...['November', 'December'],
];
const named = `(${monthNames.map((name) => name.slice(0, 3)).join('|')})`;
const iso = `${year}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`;

/** The first that fits the most values is taken. For RE2 in DuckDB and in ONNX alike. Days that their month does not have pass, and are sorted out later. */
export const datetimeLayouts: Readonly<Record<string, DatetimeLayout>> = {
  iso: layoutOf(iso, '%Y-%m-%d'),
  'month/day/year': layoutOf(`${month}/${day}/${year}`, '%m/%d/%Y'),
  'day/month/year': layoutOf(`${day}/${month}/${year}`, '%d/%m/%Y'),
  'day.month.year': layoutOf(`${day}[.]${month}[.]${year}`, '%d.%m.%Y'),
  'year/month/day': layoutOf(`${year}/${month}/${day}`, '%Y/%m/%d'),
  'Mon day year': layoutOf(`${named} ${day} ${year}`, '%b %d %Y'),
  'day Mon year': layoutOf(`${day} ${named} ${year}`, '%d %b %Y'),
  'day-Mon-year': layoutOf(`${day}-${named}-${year}`, '%d-%b-%Y'),
};

/** Where spaces stand within days, none stands before the time. */
function layoutOf(day: string, format: string): DatetimeLayout {
  const clock = `${day.includes(' ') ? 'T' : '[T ]'}${time}${zone}`;
  return {day, timed: `${day}${clock}`, either: `(${day})(${clock})?`, format};
}
