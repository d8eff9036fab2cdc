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
  threads?: number;
}

/** Anything that runs a graph of ONNX operators. */
export interface Engine {
  summary: string;
  /** Ops that it cannot run, each with the reason. */
  lacks: Readonly<Record<string, string>>;
  open(graph: Graph, options?: OpenOptions): Promise<Session>;
}
