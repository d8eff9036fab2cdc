import {shellWord} from '../base/shell-word.js';
import type {DeployResult} from '../lifecycle/deploy.js';
import type {PredictResult} from '../lifecycle/predict.js';
import {counted, size} from './figures.js';

/** What was exported, that it agrees with what was trained, and how to start it. */
export function deployView(result: DeployResult): string {
  const {service} = result;
  const next = service ? `cd ${shellWord(service)} && npm install && npm start` : 'adl deploy serve';
  return `${deploySummary(result)}\nNext: ${next}`;
}

function deploySummary({version, model, bytes, parity}: DeployResult): string {
  const difference =
    parity.max_difference === 0
      ? 'no difference'
      : `largest difference ${parity.max_difference.toPrecision(2)}`;
  return [
    `model version ${version}: ${model}, ${size(bytes)}`,
    `answers like the trained model on ${counted(parity.rows, 'real row')}: ${difference}`,
  ].join('\n');
}

export function predictView({rows, output, seconds}: PredictResult): string {
  return `${counted(rows, 'row')} scored in ${seconds.toFixed(1)} s: ${output}`;
}
