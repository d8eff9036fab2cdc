import {join} from 'node:path';

/** Where everything of a project is kept. */
export interface ProjectPaths {
  root: string;
  manifest: string;
  lock: string;
  /** What is not for git. */
  home: string;
  warehouse: string;
  warehouseLock: string;
  profilePage: string;
  /** The rows that broke rules, and what rules were judged by over time. */
  rejects: string;
  metrics: string;
  snapshots: string;
  snapshot: (digest: string) => string;
  runs: string;
  run: (id: string) => RunPaths;
  models: string;
  model: (version: string) => ModelPaths;
}

export interface RunPaths {
  folder: string;
  journal: string;
  /** What people tell it while it goes on. */
  inbox: string;
  result: string;
  model: string;
  weights: string;
  checkpoints: string;
  predictions: string;
}

export interface ModelPaths {
  folder: string;
  onnx: string;
  signature: string;
  parity: string;
}

export function projectPaths(root: string): ProjectPaths {
  const home = join(root, '.adl');
  const [snapshots, runs, models] = [join(home, 'snapshots'), join(home, 'runs'), join(home, 'models')];
  return {
    root,
    manifest: join(root, 'adl.yaml'),
    lock: join(root, 'adl.lock'),
    home,
    warehouse: join(home, 'warehouse.duckdb'),
    warehouseLock: join(home, 'warehouse.lock'),
    profilePage: join(home, 'profile.html'),
    rejects: join(home, 'rejects.parquet'),
    metrics: join(home, 'metrics.ndjson'),
    snapshots,
    snapshot: (digest) => join(snapshots, digest),
    runs,
    run: (id) => runPaths(join(runs, id)),
    models,
    model: (version) => modelPaths(join(models, version)),
  };
}

function runPaths(folder: string): RunPaths {
  return {
    folder,
    journal: join(folder, 'journal.ndjson'),
    inbox: join(folder, 'inbox.ndjson'),
    result: join(folder, 'result.json'),
    model: join(folder, 'model.json'),
    weights: join(folder, 'weights.bin'),
    checkpoints: join(folder, 'checkpoints'),
    predictions: join(folder, 'predictions'),
  };
}

function modelPaths(folder: string): ModelPaths {
  return {
    folder,
    onnx: join(folder, 'model.onnx'),
    signature: join(folder, 'signature.json'),
    parity: join(folder, 'parity.json'),
  };
}
