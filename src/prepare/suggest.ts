import type {Database} from '../data/database.js';
import {checkedView} from './checked-view.js';
import {columnFacts} from './suggesting/column-facts.js';
import {type Suggestion, suggestionsFor} from './suggesting/suggesters.js';

/** Rules that a table keeps, learned from all of its rows as Deequ does, with what shows each. */
export async function suggestRules(database: Database, relation: string): Promise<Suggestion[]> {
  const table = await checkedView(database, relation, 'adl:checked');
  return (await columnFacts(database, table)).flatMap(suggestionsFor);
}
