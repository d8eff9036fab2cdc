import type {Database} from '../data/database.js';
import {decideTarget} from '../data/target.js';
import {type RankedColumn, rankTypes} from '../features/inference/ranked-column.js';
import {takeRows} from './advice/advised-rows.js';
import {correctedInterval, type Interval} from './advice/interval.js';
import {type Proposal, type ProposalKind, proposalsFor} from './advice/proposal.js';
import {gainOf, gainOfRows, type QuickLook, quickLook, testShare} from './advice/quick-look.js';
import {milliseconds} from './duration.js';
import type {Host, LifecycleEvent} from './event.js';
import type {SourceSection} from './manifest-schema.js';
import {namedTable} from './named-table.js';
import {checkFeatures, otherTargets, type SourceColumn, saidTask, typeColumns} from './source-columns.js';
import {step} from './source-progress.js';
import {withTable} from './source-table.js';

export interface AdviseOptions {
  /** How long it may go on trying, such as `30s`. */
  time?: string | undefined;
}

/** Something to do, and what a quick model gains by it. */
export interface Advice {
  kind: ProposalKind | 'rows';
  column?: string;
  what: string;
  how: string;
  /** Of the metric, larger is better; 95%. */
  lift: Interval;
  /** Whether it gains anything, with one chance in twenty that any of all that was tried is said to and does not. */
  sure: boolean;
}

export interface SourceAdvice {
  file: string;
  target: string;
  metric: string;
  /** Of the quick model as things are. */
  score: number;
  /** Rows that it is judged by, in folds. */
  rows: number;
  /** The cheapest first, and of those the one that gains most. */
  advice: Advice[];
  /** How many things were not tried, as the time was over. */
  untried: number;
}

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/**
 * What is worth a person's time: each thing that might be done is tried on a quick model, which is cross-validated on the same
 * folds as the one without it.
 * @throws MANIFEST_*, FLAG_INVALID, FILE_MISSING, SOURCE_INVALID, TARGET_*, COLUMN_MISSING
 */
export async function* sourceAdvise(host: Host, {time = '1m'}: AdviseOptions): Events<SourceAdvice> {
  const allowed = milliseconds(time);
  const table = namedTable(host, undefined);
  const {section} = table.project!;
  return yield* withTable(host, table, async function* ({database}) {
    const ranked = yield* step('Looking at the columns', database, (tell) =>
      rankTypes(database, '"adl:input"', tell),
    );
    const features = typeColumns(ranked, section).filter(({role}) => role === 'feature');
    const rows = await rowsOf(database, ranked, section);
    const look = await quickLook(database, features, rows);
    const proposals = await allProposals(database, {ranked, features, section, look});
    const tries = [() => Promise.resolve(moreRows(look)), ...proposals.map((one) => () => tried(look, one))];
    const advice = judged(yield* tryAll(host, tries, allowed));
    return {
      ...{file: table.name, target: section.target, metric: look.metric.name, rows: rows.target.length},
      score: look.scores.reduce((sum, score) => sum + score, 0) / look.scores.length,
      ...{advice: advice.sort(byCost), untried: tries.length - advice.length},
    };
  });
}

async function rowsOf(database: Database, ranked: readonly RankedColumn[], section: SourceSection) {
  const columns = typeColumns(ranked, section);
  checkFeatures(columns);
  const {profile} = columns.find(({role}) => role === 'target')!;
  const facts = await decideTarget(database, '"adl:input"', profile, {
    task: saidTask(section),
    instead: otherTargets(columns, 'adl source'),
  });
  return takeRows(
    database,
    columns.filter(({role}) => role === 'feature'),
    facts,
  );
}

interface Looked {
  ranked: readonly RankedColumn[];
  features: readonly SourceColumn[];
  section: SourceSection;
  look: QuickLook;
}

/** What is cheap to do and promises most is tried first: time may be short. */
async function allProposals(
  database: Database,
  {ranked, features, section, look}: Looked,
): Promise<Proposal[]> {
  const found: Proposal[] = [];
  for (const column of features) {
    const own = ranked.find(({profile}) => profile === column.profile)!;
    found.push(
      ...(await proposalsFor(database, column, own, section, look.columns.get(column.profile.name)!)),
    );
  }
  const usable = found.filter(({kind}) => kind !== 'drop' || features.length > 1);
  const order: readonly ProposalKind[] = ['retype', 'merge', 'fill', 'drop'];
  return usable.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

async function* tryAll(
  host: Host,
  tries: readonly (() => Promise<Tried>)[],
  allowed: number,
): Events<Tried[]> {
  const until = host.now() + allowed;
  const found: Tried[] = [];
  for (const [at, attempt] of tries.entries()) {
    host.signal?.throwIfAborted();
    if (host.now() > until) break;
    yield {stage: 'source', kind: 'progress', message: `Trying ${at + 1} of ${tries.length} things`};
    found.push(await attempt());
  }
  return found;
}

interface Tried extends Pick<Advice, 'kind' | 'column' | 'what' | 'how'> {
  /** On each split. */
  gains: readonly number[];
}

async function tried(look: QuickLook, {kind, column, what, how, factor, encode}: Proposal): Promise<Tried> {
  return {kind, column, what, how, gains: gainOf(look, column, await encode(), factor)};
}

function moreRows(look: QuickLook): Tried {
  const what = 'Get twice as many rows';
  return {kind: 'rows', what, how: 'Add them to the table.', gains: gainOfRows(look)};
}

/** Of many things one seems to gain something by chance: each has to be as sure as all are to be together (Bonferroni). */
function judged(all: readonly Tried[]): Advice[] {
  return all.map(({gains, ...rest}) => ({
    ...rest,
    lift: correctedInterval(gains, testShare, 0.95),
    sure: correctedInterval(gains, testShare, 1 - 0.1 / all.length).low > 0,
  }));
}

const costs: readonly Advice['kind'][] = ['retype', 'merge', 'drop', 'fill', 'rows'];

function byCost(a: Advice, b: Advice): number {
  return costs.indexOf(a.kind) - costs.indexOf(b.kind) || b.lift.mean - a.lift.mean;
}
