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
}

const year = '[12][0-9]{3}';
const month = '(0?[1-9]|1[0-2])';
const day = '(0?[1-9]|[12][0-9]|3[01])';
const iso = `${year}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`;

/** The first that fits the most values is taken. For RE2 in DuckDB and in ONNX alike. Days that their month does not have pass, and are sorted out later. */
export const datetimeLayouts: Readonly<Record<string, DatetimeLayout>> = {
  iso: layoutOf(iso),
  'month/day/year': layoutOf(`${month}/${day}/${year}`),
  'day/month/year': layoutOf(`${day}/${month}/${year}`),
  'day.month.year': layoutOf(`${day}[.]${month}[.]${year}`),
  'year/month/day': layoutOf(`${year}/${month}/${day}`),
};

function layoutOf(day: string): DatetimeLayout {
  const clock = `[T ]${time}${zone}`;
  return {day, timed: `${day}${clock}`, either: `(${day})(${clock})?`};
}
