import type {Json} from '../base/json.js';
import type {Database} from '../data/database.js';
import {identifier} from '../data/identifier.js';
import type {SnapshotColumn} from '../data/snapshot.js';
import type {TargetFacts} from '../data/target.js';
import type {Tell} from '../data/tell.js';
import {type ColumnToEncode, encodedColumns} from '../features/encode.js';
import {encoders} from '../features/encoders/registry.js';
import {fitColumn} from '../features/fit.js';
import {fitEncoder} from '../features/fit-encoder.js';
import type {EncodedColumn} from '../features/types/feature-type.js';
import type {SourceColumn} from './source-columns.js';
import {checkEncoder, checkOptions, checkTableSize, checkWishes} from './source-wishes.js';

/** A column that models take, and what training rows get that others do not. */
export type FeatureFit = SnapshotColumn & {fitted: Json; encoded: EncodedColumn[]} & Pick<
    ColumnToEncode,
    'folds'
  >;

interface Fitting {
  database: Database;
  columns: readonly SourceColumn[];
  target: Pick<TargetFacts, 'labels'>;
}

/** What types and encoders learn of the training rows of `adl:arranged`. @throws MANIFEST_INVALID */
export async function fitColumns(
  {database, columns, target}: Fitting,
  tell: Tell,
): Promise<SnapshotColumn[]> {
  const fits: SnapshotColumn[] = [];
  for (const [at, {profile, role, type, confidence, reason, wishes}] of columns.entries()) {
    tell(`column ${at + 1} of ${columns.length}`);
    const {name, raw} = profile;
    const column: SnapshotColumn = {name, raw, role, type, confidence, reason};
    if (role !== 'feature') fits.push(column);
    else {
      fits.push({...column, ...(await fitFeature({profile, type, wishes}, target, database))});
    }
  }
  return fits;
}

type Wished = Pick<SourceColumn, 'profile' | 'type' | 'wishes'>;

async function fitFeature(
  {profile, type, wishes}: Wished,
  target: Fitting['target'],
  database: Database,
): Promise<Pick<FeatureFit, 'fitted' | 'encoder' | 'encoded' | 'folds'>> {
  const {name, raw} = profile;
  // One column at a time: a view of all would be bound anew for each.
  const training = `(SELECT ${identifier(name)} FROM "adl:arranged" WHERE "adl:split" = 'train')`;
  checkOptions(name, {wishes, type});
  const isRare = wishes.encode !== undefined && encoders[wishes.encode]!.ofRare;
  const options = {rare: isRare, cycles: wishes.cycles, tfidf: wishes.tfidf};
  const fitted = await fitColumn(database, training, type, profile, options);
  const column = {name, raw, type, fitted};
  if (wishes.encode !== undefined) {
    const values = checkEncoder(column, wishes.encode).length;
    checkTableSize(name, {encode: wishes.encode, values, labels: target.labels});
  }
  const fit = wishes.encode === undefined ? {} : await fitEncoder(database, column, wishes.encode, target);
  const encoded = encodedColumns({...column, ...fit});
  checkWishes(name, {wishes, type, encoded});
  return {fitted, ...fit, encoded};
}
