/** The architecture: a folder may import only what its row names, all of it higher up. Types count. */
export const shelves: Record<string, string[]> = {
  base: [],
  search: ['base'],
  graph: ['base'],
  data: ['base'],
  project: ['base', 'data'],
  tracking: ['base', 'project'],
  nn: ['base', 'graph'],
  trees: ['base', 'graph'],
  engines: ['base', 'graph'],
  features: ['base', 'graph', 'data', 'engines'],
  prepare: ['base', 'graph', 'data', 'engines', 'features'],
  models: ['base', 'search', 'graph', 'nn', 'trees', 'features'],
  train: ['base', 'graph', 'data', 'nn', 'trees', 'features', 'models', 'engines'],
  hopper: ['base', 'search', 'project', 'train'],
  selection: ['base', 'graph', 'data', 'models', 'train'],
  export: ['base', 'graph', 'trees', 'features', 'models'],
  monitor: ['base', 'data', 'project'],
  serving: ['base', 'project', 'export', 'monitor'],
  lifecycle: [
    ...[
      'base',
      'search',
      'graph',
      'data',
      'project',
      'tracking',
      'nn',
      'trees',
      'engines',
      'features',
      'prepare',
    ],
    ...['models', 'train', 'hopper', 'selection', 'export', 'monitor', 'serving'],
  ],
  ui: ['base', 'lifecycle'],
  commands: ['base', 'lifecycle', 'ui'],
};

/** Parts of a shelf with rules of their own. */
export const enclaves: Record<string, string[]> = {
  // Bundled into the service, which has nothing of this repository.
  'serving/runtime': ['base', 'serving/runtime', 'monitor/drift'],
};

/** The only places that may import a library. A library that is not here may not be imported at all. */
export const homes: Record<string, string[]> = {
  '@duckdb/node-api': ['src/data/'],
  '@oclif/core': ['src/commands/', 'src/ui/'],
  '@tensorflow/tfjs-backend-cpu': ['src/engines/tensorflow/'],
  '@tensorflow/tfjs-backend-wasm': ['src/engines/tensorflow/'],
  '@tensorflow/tfjs-core': ['src/engines/tensorflow/'],
  '@tensorflow/tfjs-node': ['src/engines/tensorflow/'],
  '@tensorflow/tfjs-node-gpu': ['src/engines/tensorflow/'],
  execa: ['src/hopper/pool.ts'],
  fastify: ['src/serving/runtime/'],
  ink: ['src/ui/dashboard/'],
  'onnx-proto': ['src/graph/onnx/'],
  'onnxruntime-node': ['src/engines/onnxruntime.ts', 'src/serving/runtime/'],
  react: ['src/ui/dashboard/'],
  yaml: ['src/project/'],
  zod: ['src/'],
};

export interface OpenFolder {
  /** The contract's file and the name of the page in docs/adding. */
  contract: string;
  /** Operators are registered by their ONNX names, several to a file. */
  named?: false;
}

/** Folders that grow by one file and one line in their registry. */
export const openFolders: Record<string, OpenFolder> = {
  'data/sources': {contract: 'source'},
  'data/splits': {contract: 'splitter'},
  engines: {contract: 'engine'},
  'export/formats': {contract: 'format'},
  'features/encoders': {contract: 'encoder'},
  'features/imputers': {contract: 'imputer'},
  'features/scalers': {contract: 'scaler'},
  'features/types': {contract: 'feature-type'},
  'graph/ops': {contract: 'op', named: false},
  'lifecycle/shells': {contract: 'shell'},
  'models/families': {contract: 'family'},
  'nn/layers': {contract: 'layer'},
  'nn/losses': {contract: 'loss'},
  'nn/optimizers': {contract: 'optimizer'},
  'nn/schedules': {contract: 'schedule'},
  'prepare/leakage': {contract: 'leak-check'},
  'prepare/rules': {contract: 'rule'},
  'prepare/steps': {contract: 'step'},
  'search/algorithms': {contract: 'algorithm'},
  'serving/targets': {contract: 'target'},
  tracking: {contract: 'tracker'},
  'train/metrics': {contract: 'metric'},
  'trees/objectives': {contract: 'objective'},
};

/** Process entries, which make the clocks that everything below is handed. */
export const clockMakers = [
  'src/hopper/worker.ts',
  'src/serving/runtime/',
  'src/lifecycle/',
  'src/ui/',
  'src/commands/',
];

export const longestFile = 250;
