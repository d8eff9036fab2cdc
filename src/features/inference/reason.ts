import type {ColumnProfile} from '../../data/profile.js';
import {readableShare} from '../readable.js';
import {percent} from '../wording.js';

/** Why a column may well be of a type: what of it a person can check. */
export function reasonFor(type: string, profile: ColumnProfile, samples: readonly (string | null)[]): string {
  const {rows, missing} = profile;
  if (rows === missing) return 'There is no value in any row.';
  return (reasons[type] ?? values)(profile, samples);
}

type Reason = (profile: ColumnProfile, samples: readonly (string | null)[]) => string;

const values: Reason = ({distinct, rows, missing}, samples) =>
  `${counted(distinct, 'distinct value')} in ${rows - missing} rows, such as ${such(samples)}.`;

const reasons: Readonly<Record<string, Reason>> = {
  numeric: (profile) => {
    const {raw, whole, distinct} = profile;
    if (raw === 'string')
      return `${percent(readableShare('numeric', profile).share)} of the values are numbers; the rest counts as missing.`;
    return `All values are ${whole ? 'whole numbers' : 'numbers'}, ${distinct} of them distinct.`;
  },
  categorical: ({distinct, rows, missing}) =>
    `${counted(distinct, 'distinct value')} in ${rows - missing} rows (${percent(distinct / (rows - missing))}).`,
  datetime: (profile, samples) => {
    const {datetimeLayout: layout, timed} = profile;
    const {share} = readableShare('datetime', profile);
    if (layout === undefined) return `The values look like dates, such as ${such(samples)}.`;
    return `${percent(share)} of the values are ${timed ? 'dates and times' : 'dates'}, written ${layout}.`;
  },
  sentence: ({meanWords, distinct, rows, missing}) =>
    `${meanWords.toFixed(1)} words a value, ${counted(distinct, 'distinct value')} in ${rows - missing} rows.`,
  'not-generalizable': (profile, samples) => {
    const {distinct, rows, missing, name} = profile;
    const present = rows - missing;
    if (distinct === 1) return `Every value is the same, in ${present} rows.`;
    if (distinct === present) return `Every value of \`${name}\` occurs once.`;
    if (missing / rows > 0.9) return `${percent(missing / rows)} of the rows have no value.`;
    return values(profile, samples);
  },
  url: (_, samples) => `The values are addresses, such as ${such(samples)}.`,
  'embedded-number': (_, samples) =>
    `The values are numbers with something around them, such as ${such(samples)}.`,
  list: (_, samples) => `Each value is several, such as ${such(samples)}.`,
};

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function such(samples: readonly (string | null)[]): string {
  const texts = [...new Set(samples.filter((sample) => sample !== null))].slice(0, 2);
  return texts.map((text) => `\`${text.length > 30 ? `${text.slice(0, 30)}…` : text}\``).join(' and ');
}
