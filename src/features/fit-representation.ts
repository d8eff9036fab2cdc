import type {Database} from '../data/database.js';
import {numberFacts} from '../data/number-facts.js';
import type {Statistics} from '../data/statistics.js';
import {imputers} from './imputers/registry.js';
import {type Representation, representationOf} from './representation.js';
import {scalers} from './scalers/registry.js';

/** What a person asks for. */
export interface RepresentationWishes {
  scale?: string | undefined;
  bins?: number | undefined;
  impute?: string | undefined;
  value?: number | undefined;
  indicator?: boolean | undefined;
}

/** As scikit-learn's KBinsDiscretizer. */
const usualBins = 5;

/**
 * Fits what is asked for on the training rows.
 * @param column of `adl:encoded`, such as `n0`
 * @returns undefined where it is what everyone gets
 */
export async function fitRepresentation(
  database: Database,
  column: string,
  statistics: Statistics,
  wishes: RepresentationWishes,
): Promise<Representation | undefined> {
  const {scale = 'standard', bins = usualBins, impute = 'mean', value = 0} = wishes;
  const usual = representationOf(statistics);
  const {indicator = usual.indicator} = wishes;
  if (scale === usual.scale && impute === 'mean' && indicator === usual.indicator) return undefined;
  const scaler = scalers[scale]!;
  const facts = await numberFacts(database, column, statistics, scaler.quantiles(bins));
  return {scale, fitted: scaler.fit(facts, bins), fill: imputers[impute]!.fill(facts, value), indicator};
}
