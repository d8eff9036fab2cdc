import type {ModelSignature} from '../base/signature.js';
import type {Database} from '../data/database.js';
import {columnsOf} from '../data/import.js';

/** A column that scoring adds to a table. */
export interface PredictionColumn {
  name: string;
  /** DuckDB's type. */
  type: 'VARCHAR' | 'FLOAT';
}

/**
 * The columns that scoring adds to the imported table: `prediction` and `probability_<label>`. A name that is there
 * already, in upper or lower case, gets a number behind it; `renamed` says so.
 */
export async function predictionColumns(
  database: Database,
  {labels}: ModelSignature,
): Promise<{columns: PredictionColumn[]; renamed: string[]}> {
  const taken = new Set((await columnsOf(database, '"adl:imported"')).map(({name}) => name.toLowerCase()));
  const renamed: string[] = [];
  const wanted: PredictionColumn[] = [
    {name: 'prediction', type: labels ? 'VARCHAR' : 'FLOAT'},
    ...(labels ?? []).map((label): PredictionColumn => ({name: `probability_${label}`, type: 'FLOAT'})),
  ];
  const columns = wanted.map(({name, type}) => {
    const free = freeName(name, taken);
    if (free !== name)
      renamed.push(`There is a column \`${name}\` already: the new one is called \`${free}\`.`);
    taken.add(free.toLowerCase());
    return {name: free, type};
  });
  return {columns, renamed};
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}_${number}`;
  return free;
}
