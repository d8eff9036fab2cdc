import type {Registry} from '../../base/registry.js';
import {accuracy} from './accuracy.js';
import {averagePrecision} from './average-precision.js';
import {f1Macro} from './f1-macro.js';
import {logLoss} from './log-loss.js';
import {meanAbsoluteError} from './mean-absolute-error.js';
import type {Metric} from './metric.js';
import {r2} from './r2.js';
import {rocAuc} from './roc-auc.js';
import {rootMeanSquaredError} from './root-mean-squared-error.js';

/** The metrics, by scikit-learn's names. */
export const metrics: Registry<Metric> = {
  accuracy,
  'average-precision': averagePrecision,
  'f1-macro': f1Macro,
  'log-loss': logLoss,
  'mean-absolute-error': meanAbsoluteError,
  r2,
  'roc-auc': rocAuc,
  'root-mean-squared-error': rootMeanSquaredError,
};
