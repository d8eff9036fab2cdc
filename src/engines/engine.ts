import type {Tensor} from '../base/tensor.js';
import type {Graph} from '../graph/graph.js';

export type Tensors = Record<string, Tensor>;

/** A graph that is ready to run. One run at a time. */
export interface Session {
  /** Takes a tensor for every input of the graph, gives one for every output. */
  run(feeds: Tensors): Promise<Tensors>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Threads for the arithmetic inside one op; 1 unless the session has the machine to itself. */
  threads?: number | undefined;
  /** One of the engine's devices; the first that opens if left out. */
  device?: string | undefined;
}

/** What an engine computes on. */
export interface Device {
  summary: string;
  /** What to type where it does not open; undefined where that cannot happen. */
  remedy?: string;
  /** Whether it is a card of those that CUDA_VISIBLE_DEVICES names: then each process has one of its own. */
  isCard?: true;
  /** Once it is open: what stands in for the hardware that its name promises, if anything does. */
  software?(): string | undefined;
}

/** Anything that runs a graph of ONNX operators. */
export interface Engine {
  summary: string;
  /** By name, best first: the first that opens is the default. */
  devices: Readonly<Record<string, Device>>;
  /** Ops that it cannot run, each with the reason. */
  lacks: Readonly<Record<string, string>>;
  /** @throws DEVICE_MISSING or the library's own error where the device is not to be had on this machine */
  open(graph: Graph, options?: OpenOptions): Promise<Session>;
}
