import type {Engine} from './engine.js';

/** The names of their devices: to read them off the engines would load the libraries. */
export const deviceNames = ['cpu', 'cuda', 'gpu', 'native', 'wasm', 'webgpu'];

/** The engines, each loaded when it is first asked for: their libraries are large. */
export const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  onnxruntime: async () => (await import('./onnxruntime.js')).onnxruntime,
  reference: async () => (await import('./reference/reference.js')).reference,
  tensorflow: async () => (await import('./tensorflow/tensorflow.js')).tensorflow,
};
