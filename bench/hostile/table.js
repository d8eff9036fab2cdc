/** A table that every stage accepts: a number with gaps, classes, dates, sentences, and a target of two classes. */
export const header = ['size', 'color', 'when', 'note', 'big'];
export const target = 'big';

export const goodRows = Array.from({length: 80}, (_, i) => [
  i % 13 === 5 ? '' : String(((i * 37) % 50) / 2),
  ['red', 'green', 'blue'][i % 3],
  `2020-0${1 + (i % 9)}-1${i % 10}`,
  `bird number ${i} was seen near the lake`,
  (i * 37) % 50 > 25 ? 'yes' : 'no',
]);

export const goodText = delimited([header, ...goodRows]);

/** Fields are quoted where they have to be. */
export function delimited(rows, {delimiter = ',', end = '\n'} = {}) {
  const field = (value) =>
    /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
  return rows.map((row) => row.map(field).join(delimiter) + end).join('');
}

/** The rows as objects: what is empty is null, sizes are numbers. */
export function goodObjects() {
  return goodRows.map(([size, color, when, note, big]) => ({
    size: size === '' ? null : Number(size),
    ...{color, when, note, big},
  }));
}

/** The good table with another column, or with one of its columns replaced. */
export function withColumn(name, values, {at = header.indexOf(name)} = {}) {
  const place = at === -1 ? 0 : at;
  const put = (row, value) => row.toSpliced(place, at === -1 ? 0 : 1, value);
  return [put(header, name), ...goodRows.map((row, i) => put(row, values(i)))];
}

/** The good table with a column called otherwise. */
export function renamed(from, to) {
  return [header.map((name) => (name === from ? to : name)), ...goodRows];
}
