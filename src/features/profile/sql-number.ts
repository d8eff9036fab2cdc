/** A DOUBLE to its last digit. */
export function sqlNumber(value: number): string {
  return `CAST('${value}' AS DOUBLE)`;
}
