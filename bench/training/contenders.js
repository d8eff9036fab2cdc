// Who trains. `kind` is how the bars see them; `together` are those that several configurations are given to; `stepwise`
// those that are too slow for whole units and take as many steps as fit their time.
import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));
const lightPython = join(bench, '.venv', 'bin', 'python');
const heavyPython = join(bench, '.venv-heavy', 'bin', 'python');

const node = (name) => (threads) => [process.execPath, join(bench, 'training', 'serve.js'), name, threads];
const torch = (variant) => (threads) => [
  heavyPython,
  join(bench, 'peers', 'training_torch.py'),
  variant,
  threads,
];
const sklearn = () => [lightPython, join(bench, 'peers', 'training_sklearn.py')];

/** Whose losses the others' are held to. */
export const reference = 'PyTorch eager, fused Adam';

export const contenders = [
  {who: 'adl', kind: 'adl', command: node('adl'), alone: true, together: true},
  {who: 'PyTorch eager, Adam', kind: 'pytorch', command: torch('adam'), alone: true},
  {who: 'PyTorch eager, foreach Adam', kind: 'pytorch', command: torch('foreach'), alone: true},
  {who: reference, kind: 'pytorch', command: torch('fused'), alone: true, together: true},
  {who: 'PyTorch compiled loss, fused Adam', kind: 'pytorch', command: torch('compiled-loss'), alone: true},
  {who: 'PyTorch compiled step', kind: 'pytorch', command: torch('compiled'), alone: true, together: true},
  {
    who: 'PyTorch compiled step, autotuned',
    kind: 'pytorch',
    command: torch('autotuned'),
    alone: true,
    together: true,
  },
  {who: 'PyTorch vmap', kind: 'vmap', command: torch('vmap'), together: true},
  {who: 'PyTorch vmap, compiled', kind: 'vmap', command: torch('vmap-compiled'), together: true},
  {who: 'PyTorch vmap, compiled, autotuned', kind: 'vmap', command: torch('vmap-autotuned'), together: true},
  {who: 'scikit-learn', kind: 'sklearn', command: sklearn, alone: true, embeddings: false},
  {who: 'tfjs-node', kind: 'tfjs', command: node('tfjs-node'), alone: true, stepwise: true},
  {who: 'tfjs wasm', kind: 'wasm', command: node('tfjs-wasm'), alone: true, stepwise: true},
  {who: 'tfjs cpu', kind: 'tfjs', command: node('tfjs-cpu'), alone: true, stepwise: true},
  {
    ...{who: 'bare MatMul, onnxruntime', kind: 'matmul', command: node('matmul')},
    ...{alone: true, together: true, embeddings: false},
  },
];

/** Whether someone takes part in a group. */
export function suits({alone, together, embeddings = true}, group) {
  return (group.configurations === 1 ? alone : together) && (embeddings || !group.embedding);
}

/** Those whose programs are on this machine; says of the others what to type. */
export function present(all, say) {
  const missing = new Set();
  const found = all.filter(({command, who}) => {
    const [program] = command('1');
    if (!existsSync(program)) missing.add(program);
    return existsSync(program) && (who !== 'tfjs-node' || resolves('@tensorflow/tfjs-node', say));
  });
  for (const program of missing) for (const line of remedy(program)) say(line);
  return found;
}

function remedy(program) {
  const [name, folder, list] =
    program === heavyPython ? ['PyTorch', '.venv-heavy', 'heavy'] : ['scikit-learn', '.venv', 'light'];
  return [
    `${name} is skipped: bench/${folder} is not there. To have it measured:`,
    `  python3 -m venv bench/${folder} && bench/${folder}/bin/pip install -r bench/peers/requirements-${list}.txt`,
  ];
}

function resolves(name, say) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    say(`${name} is skipped: it is not installed. To have it measured: npm install --no-save ${name}`);
    return false;
  }
}
