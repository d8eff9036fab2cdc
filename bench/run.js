// npm run bench -- NAME [--json]: measures on this machine, prints every row and every bar, ends with 4 on a bar that
// was missed or could not be measured.
import {existsSync, readdirSync} from 'node:fs';

const suites = new URL('suites/', import.meta.url);
const names = readdirSync(suites).map((file) => file.replace(/\.js$/, ''));
const words = process.argv.slice(2);
const json = words.includes('--json');
const name = words.find((word) => !word.startsWith('-'));

if (!name || !existsSync(new URL(`${name}.js`, suites))) {
  console.error(`npm run bench -- NAME [--json], where NAME is one of: ${names.join(', ')}.`);
  process.exit(2);
}

const {measure} = await import(new URL(`${name}.js`, suites));
const {bars, rows} = await measure(
  (line) => process.stderr.write(`${line}\n`),
  words.slice(words.indexOf(name) + 1),
);
if (json) console.log(JSON.stringify({bars, rows}, null, 2));
else show(bars, rows);
process.exitCode = bars.every(({met}) => met === true) ? 0 : 4;

function show(allBars, allRows) {
  print(allRows);
  console.log('');
  print(
    allBars.map(({name: bar, value, bar: limit, met}) => ({
      bar,
      value,
      limit,
      met: met === true ? 'met' : met === false ? 'MISSED' : met,
    })),
  );
}

function print(records) {
  const header = [...new Set(records.flatMap(Object.keys))];
  const lines = [header, ...records.map((record) => header.map((key) => cell(record[key])))];
  const widths = header.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  for (const line of lines)
    console.log(
      line
        .map((text, at) => text.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    );
}

function cell(value) {
  if (value === undefined || value === null) return '-';
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value);
}
