import {isNumeric, type TableColumn} from './table.js';

/** Two columns of different tables as SQL that can be compared: as numbers where both are, else as text where they differ. */
export function keyOf(one: TableColumn, other: TableColumn): [string, string] {
  if (isNumeric(one) && isNumeric(other)) return [one.number, other.number];
  if (one.storage === other.storage) return [one.value, other.value];
  return [one.text, other.text];
}
