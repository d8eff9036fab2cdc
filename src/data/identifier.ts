/** A name as SQL: any text can be the name of a column. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL. The parser ends at a NUL: text that has one is put together. */
export function literal(text: string): string {
  const pieces = text.split('\0').map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return pieces.length === 1 ? pieces[0]! : `(${pieces.join(' || chr(0) || ')})`;
}

/** A path for DuckDB's readers, which take *, ? and [ for patterns. */
export function fileLiteral(path: string): string {
  return literal(path.replaceAll(/[*?[]/g, (sign) => `[${sign}]`));
}
