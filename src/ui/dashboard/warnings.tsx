import {Lines} from './lines.js';
import {oneLine} from './wording.js';

/** The newest warnings; the others are counted, and all of them are written out at the end. */
export function Warnings({warnings, shown}: {warnings: readonly string[]; shown: number}) {
  const title = warnings.length > shown ? `Warnings (${warnings.length}, the newest here)` : 'Warnings';
  const newest = warnings.slice(warnings.length - shown);
  const lines = newest.map((warning) => ({text: `  ! ${oneLine(warning)}`, color: 'yellow'}));
  return <Lines lines={[{text: title, bold: true}, ...lines]} />;
}
