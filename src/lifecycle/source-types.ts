import {existsSync} from 'node:fs';
import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import {nearest} from '../base/nearest.js';
import {lookup} from '../base/registry.js';
import {shellWord} from '../base/shell-word.js';
import {replaceFile} from '../base/whole-file.js';
import {type DetectedType, detectType} from '../features/detect.js';
import {modelCard} from '../features/inference/classifier.js';
import {type RankedColumn, rankTypes} from '../features/inference/ranked-column.js';
import {readableShare} from '../features/readable.js';
import {featureTypes} from '../features/types/registry.js';
import {percent} from '../features/wording.js';
import {editManifest} from '../project/edit-manifest.js';
import {readManifestText} from '../project/manifest.js';
import type {ProjectPaths} from '../project/paths.js';
import type {Host, LifecycleEvent} from './event.js';
import type {SourceSection} from './manifest-schema.js';
import {type NamedTable, namedTable} from './named-table.js';
import {typeColumns} from './source-columns.js';
import {step} from './source-progress.js';
import {withTable} from './source-table.js';

export interface TypesOptions {
  /** A table of any kind that `source` reads; without it the project's. */
  file?: string | undefined;
  /** Words such as `Legs=categorical`, to be written into the manifest. */
  set?: readonly string[];
}

export interface TypedColumn extends DetectedType {
  column: string;
  /** Whether the manifest says so. */
  said: boolean;
  /** Whether the confidence is below the one from which 95% of columns are typed rightly. */
  doubtful: boolean;
  /** What it may be, the most probable first. */
  ranking: {type: string; probability: number}[];
}

export interface SourceTypes {
  file: string;
  rows: number;
  /** Whether it is the project's table, so that types can be set. */
  in_project: boolean;
  columns: TypedColumn[];
  /** Columns whose confidence is below this are worth a look. */
  ask_below: number;
}

/** What a column may be, by name. */
export const featureTypeNames: readonly string[] = Object.keys(featureTypes);

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/**
 * The feature type of every column of a table, with or without a project. What is set is checked against the values first, and
 * then stays in adl.yaml.
 * @throws FLAG_INVALID, UNKNOWN_NAME, COLUMN_MISSING, FILE_MISSING, SOURCE_INVALID, MANIFEST_*
 */
export async function* sourceTypes(host: Host, {file, set = []}: TypesOptions): Events<SourceTypes> {
  const said = set.map(parsed);
  if (file !== undefined && said.length > 0)
    throw new AdlError(
      'FLAG_INVALID',
      'Expected --set without a file: types are kept in the adl.yaml of a project.',
      {
        suggestions: [
          `adl source ${shellWord(file)} --target COLUMN`,
          `adl source types --set ${shellWord(set[0]!)}`,
        ],
      },
    );
  const table = namedTable(host, file);
  const columns = yield* ranked(host, table);
  if (!table.project) return typesIn(columns, table.name);
  const {paths, section} = table.project;
  for (const one of said) yield* remarkOn(one, columns);
  return typesIn(columns, table.name, sayTypes(paths, section, said, columns));
}

interface Said {
  column: string;
  type: string;
}

/** The last `=` divides: names may have some, types have none. */
function parsed(word: string): Said {
  const at = word.lastIndexOf('=');
  if (at < 1)
    throw new AdlError('FLAG_INVALID', `Expected COLUMN=TYPE after --set, got \`${inline(word)}\`.`, {
      suggestions: [`adl source types --set ${shellWord(`${word || 'COLUMN'}=categorical`)}`],
    });
  const [column, type] = [word.slice(0, at), word.slice(at + 1)];
  lookup(featureTypes, 'feature type', type);
  return {column, type};
}

function ranked(host: Host, table: NamedTable): Events<RankedColumn[]> {
  return withTable(host, table, ({database}) =>
    step('Looking at the columns', database, (tell) => rankTypes(database, '"adl:input"', tell)),
  );
}

/** A person's word stands, even where rows are lost by it: then it is said how many. */
function* remarkOn({column, type}: Said, columns: readonly RankedColumn[]): Generator<LifecycleEvent> {
  const found = columns.find(({profile}) => profile.name === column);
  if (!found) throw unknownColumn(column, columns);
  const {values, share} = readableShare(type, found.profile);
  const lost = Math.round((1 - share) * values);
  if (lost === 0 || share === 0) return;
  const message = `\`${inline(column)}\` as ${type}: ${lost} of ${values} values (${percent(1 - share)}) cannot be read as such and count as missing.`;
  yield {stage: 'source', kind: 'warning', message};
}

function unknownColumn(name: string, columns: readonly RankedColumn[]): AdlError {
  const names = columns.map(({profile}) => profile.name);
  const close = nearest(name, names);
  return new AdlError(
    'COLUMN_MISSING',
    `Expected a column after --set, but there is none called \`${inline(name)}\`.`,
    {
      suggestions: [
        close
          ? `Did you mean \`${inline(close)}\`?`
          : `The columns are: ${names
              .slice(0, 20)
              .map((one) => inline(one))
              .join(', ')}.`,
      ],
    },
  );
}

/** Writes what is said into the manifest once the whole of it is known to fit. */
function sayTypes(
  paths: ProjectPaths,
  section: SourceSection,
  said: readonly Said[],
  columns: readonly RankedColumn[],
): SourceSection {
  const added = Object.fromEntries(
    said.map(({column, type}) => [column, {...section.columns[column], type}]),
  );
  const together = {...section, columns: {...section.columns, ...added}};
  typeColumns(columns, together);
  if (said.length > 0 && existsSync(paths.manifest)) {
    const changes = said.map(({column, type}) => ({
      path: ['source', 'columns', column, 'type'],
      value: type,
    }));
    replaceFile(paths.manifest, editManifest(readManifestText(paths.manifest), changes));
  }
  return together;
}

function typesIn(columns: readonly RankedColumn[], file: string, section?: SourceSection): SourceTypes {
  const {askBelow} = modelCard();
  return {
    ...{file, rows: columns[0]?.profile.rows ?? 0, in_project: section !== undefined, ask_below: askBelow},
    columns: columns.map((column) => {
      const said = section?.columns[column.profile.name]?.type;
      const detected = detectType(column, said);
      const ranking = column.ranking
        .slice(0, 3)
        .map(({type, probability}) => ({type, probability: rounded(probability)}));
      return {
        column: column.profile.name,
        ...detected,
        said: said !== undefined,
        doubtful: detected.confidence < askBelow,
        ranking,
      };
    }),
  };
}

function rounded(probability: number): number {
  return Math.round(probability * 100) / 100;
}
