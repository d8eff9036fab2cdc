// Who searches. `kind` is how the bars see them.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {adl, trials} from './project.js';
import {cores} from './workload.js';

const bench = fileURLToPath(new URL('..', import.meta.url));
const python = join(bench, '.venv-heavy', 'bin', 'python');

const peer =
  (name, ...words) =>
  (folder) => [python, join(bench, 'peers', `selection_${name}.py`), folder, ...words];

const build =
  (...words) =>
  () =>
    adl('build', '--trials', String(trials), '--seed', '0', ...words, '--json');

export const contenders = [
  {who: 'adl', kind: 'adl', command: build('--workers', String(cores))},
  {who: 'Ray Tune + PyTorch', kind: 'ray', command: peer('ray', 'eager')},
  {who: 'joblib + scikit-learn', kind: 'sklearn', command: peer('sklearn')},
  {who: 'PyTorch one after another, eager', kind: 'sequential', command: peer('torch', 'eager')},
  {who: 'PyTorch one after another, compiled', kind: 'sequential', command: peer('torch', 'compiled')},
  {who: 'adl, one worker', kind: 'alone', command: build('--workers', '1')},
];

/** A run of adl by a strategy that it would perhaps not have chosen. */
export function byStrategy(strategy) {
  const command = build('--workers', String(cores), '--strategy', strategy);
  return {who: `adl, --strategy ${strategy}`, kind: 'strategy', strategy, command};
}

/** Those whose programs are on this machine; says of the others what to type. */
export function present(all, say) {
  if (existsSync(python)) return all;
  say('The peers in Python are skipped: bench/.venv-heavy is not there. To have them measured:');
  say(
    '  python3 -m venv bench/.venv-heavy && bench/.venv-heavy/bin/pip install -r bench/peers/requirements-heavy.txt',
  );
  return all.filter(({kind}) => ['adl', 'alone', 'strategy'].includes(kind));
}
