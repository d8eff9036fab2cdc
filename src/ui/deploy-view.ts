import type {DeployResult} from '../lifecycle/deploy.js';
import type {PredictResult} from '../lifecycle/predict.js';

/** What was exported, that it agrees with what was trained, and how to start it. */
export function deployView({version, model, bytes, parity, service}: DeployResult): string {
  return [
    `model version ${version}: ${model} (${bytes} bytes)`,
    `agrees with the trained pipeline on ${parity.rows} rows; largest difference ${parity.max_difference.toExponential(1)}`,
    service ? `Next: cd ${service} && npm install && npm start` : 'Next: adl deploy serve',
  ].join('\n');
}

export function predictView({rows, output, seconds}: PredictResult): string {
  return `${rows} rows scored in ${seconds.toFixed(1)} s: ${output}`;
}
