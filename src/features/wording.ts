/** A share as a person reads it; what is not all is never rounded to all, nor what is some to nothing. */
export function percent(share: number): string {
  const shown = Math.round(share * 1000) / 10;
  if (share < 1 && shown === 100) return 'almost 100%';
  if (share > 0 && shown === 0) return 'under 0.1%';
  return `${shown}%`;
}
