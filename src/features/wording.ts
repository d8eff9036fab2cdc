/** A share as a person reads it; what is not all is never rounded to all. */
export function percent(share: number): string {
  const shown = Math.round(share * 1000) / 10;
  if (share < 1 && shown === 100) return 'almost 100%';
  return `${shown}%`;
}
