/** A name as SQL: any text can be the name of a column. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path for DuckDB's readers, which take *, ? and [ for patterns. */
export function fileLiteral(path: string): string {
  return literal(path.replaceAll(/[*?[]/g, (sign) => `[${sign}]`));
}
