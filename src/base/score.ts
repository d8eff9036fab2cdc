/** Four decimals, which tell models apart; of large and of small numbers the digits that matter. */
export function score(value: number | undefined): string {
  if (typeof value !== 'number') return '-';
  const magnitude = Math.abs(value);
  if (magnitude >= 1000)
    return value.toLocaleString('en-US', {minimumSignificantDigits: 6, maximumSignificantDigits: 6});
  return magnitude > 0 && magnitude < 0.001 ? value.toPrecision(4) : value.toFixed(4);
}
