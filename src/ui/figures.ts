/** `10,000`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 row`, `10,000 rows`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `17.3 kB`: thousands, as file managers count. */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Four decimals, which tell models apart; of large and of small numbers the digits that matter. */
export function score(value: number | undefined): string {
  if (typeof value !== 'number') return '-';
  const magnitude = Math.abs(value);
  if (magnitude >= 1000) return value.toLocaleString('en-US', {maximumSignificantDigits: 6});
  return magnitude > 0 && magnitude < 0.001 ? value.toPrecision(3) : value.toFixed(4);
}

/** Name and value of each, four digits a number; `--json` has all of them. */
export function settings(parameters: Record<string, unknown>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join(', ');
}
