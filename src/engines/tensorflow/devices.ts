import {createRequire} from 'node:module';
import {join} from 'node:path';
import {AdlError} from '../../base/errors.js';
import {lookup} from '../../base/registry.js';
import type {Device, OpenOptions} from '../engine.js';
import type {Library} from './kernel.js';

/** A device that is ready, under its name. */
export interface OpenDevice {
  name: string;
  tf: Library;
  /** Makes it the one that TensorFlow.js computes on from here: that is a global of the process. */
  select(): void;
}

interface Way extends Device {
  /** Any of these brings it; the first that is installed is taken. */
  packages: readonly string[];
  /** Its name in TensorFlow.js. */
  backend: string;
  remedy: string;
  /** Of a library that has loaded: what keeps it from being this device. */
  unfit?: (tf: Library) => string | undefined;
}

const nodePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/** Best first. */
export const devices: Readonly<Record<string, Way>> = {
  gpu: {
    summary: 'NVIDIA GPUs, through TensorFlow.',
    isCard: true,
    packages: nodePackages,
    backend: 'tensorflow',
    remedy: 'npm install @tensorflow/tfjs-node-gpu  # needs CUDA 11.2 and cuDNN 8.1',
    unfit: (tf) => (isOnGpu(tf) ? undefined : 'needs a GPU; TensorFlow was loaded and sees none'),
  },
  native: {
    summary: "TensorFlow's own kernels, on every processor.",
    packages: nodePackages.toReversed(),
    backend: 'tensorflow',
    remedy: 'npm install @tensorflow/tfjs-node',
    unfit: (tf) => (isOnGpu(tf) ? 'computes on processors; TensorFlow was loaded and took a GPU' : undefined),
  },
  wasm: {
    summary: 'WebAssembly, on one processor.',
    packages: ['@tensorflow/tfjs-backend-wasm'],
    backend: 'wasm',
    remedy: 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-wasm',
  },
  cpu: {
    summary: 'Plain JavaScript, on one processor.',
    packages: ['@tensorflow/tfjs-backend-cpu'],
    backend: 'cpu',
    remedy: 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-cpu',
  },
};

/**
 * Opens a device of TensorFlow.js, or the first that can be opened.
 * @throws UNKNOWN_NAME, DEVICE_MISSING
 */
export async function openDevice({device, threads}: OpenOptions): Promise<OpenDevice> {
  if (device !== undefined) return openOne(device, threads);
  const reasons: string[] = [];
  for (const name of Object.keys(devices))
    try {
      return await openOne(name, threads);
    } catch (error) {
      if (!(error instanceof AdlError)) throw error;
      reasons.push(error.message);
    }
  throw new AdlError(
    'DEVICE_MISSING',
    `The engine \`tensorflow\` needs one of its devices to open, and none does. ${reasons.join(' ')}`,
    {suggestions: [devices.wasm!.remedy]},
  );
}

async function openOne(name: string, threads = 1): Promise<OpenDevice> {
  const way = lookup(devices, 'device', name);
  const tf = loaded.get(way.backend) ?? load(name, way, threads);
  if (!(await tf.setBackend(way.backend)))
    throw closed(name, way, `needs the backend \`${way.backend}\`, which did not start`);
  loaded.set(way.backend, tf);
  const reason = way.unfit?.(tf);
  if (reason) throw closed(name, way, reason);
  const select = () => {
    // It is ready, so this takes effect at once.
    if (tf.getBackend() !== way.backend) void tf.setBackend(way.backend);
  };
  return {name, tf, select};
}

/** By backend. A process has one of each: two copies of TensorFlow's library would be in each other's way. */
const loaded = new Map<string, Library>();

function load(name: string, way: Way, threads: number): Library {
  const found = way.packages.map(locate).find((one) => one !== undefined);
  if (!found) throw closed(name, way, `needs ${way.packages.join(' or ')}, which is not installed`);
  // TensorFlow reads both when it is loaded.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  try {
    const require = createRequire(found.path);
    const library = require(found.path) as Partial<Library>;
    // The packages for Node bring the whole library, a backend alone only itself.
    const tf = (library.tensor ? library : require('@tensorflow/tfjs-core')) as Library;
    tf.enableProdMode();
    return tf;
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    const broken = {remedy: `npm rebuild ${found.package}`};
    throw closed(name, broken, `needs ${found.package}, which does not load: ${line}`, error);
  }
}

/** Where a package is: beside this program, else in the project that it was started in. */
function locate(name: string): {package: string; path: string} | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')])
    try {
      return {package: name, path: createRequire(from).resolve(name)};
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  return undefined;
}

function closed(name: string, {remedy}: {remedy: string}, reason: string, cause?: unknown): AdlError {
  const message = `The device \`${name}\` of the engine \`tensorflow\` ${reason}.`;
  return new AdlError('DEVICE_MISSING', message, {suggestions: [remedy], cause});
}

/** Only TensorFlow's own backend knows. */
function isOnGpu(tf: Library): boolean {
  return (tf.backend() as {isUsingGpuDevice?: boolean}).isUsingGpuDevice === true;
}
