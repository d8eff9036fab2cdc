/** A value as people write it, as SQL: a whole number without a point. */
export function valueText(value: string, isNumber: boolean): string {
  const text = `CAST(${value} AS VARCHAR)`;
  return isNumber ? `regexp_replace(${text}, '[.]0$', '')` : text;
}
