/** A pseudo-random order of rows that is the same everywhere: MD5 of the seed, a purpose and, as SQL, what is ordered. */
export function splitKey(seed: number, purpose: string, of = '"adl:row"'): string {
  return `md5('${seed} ${purpose} ' || ${of})`;
}
