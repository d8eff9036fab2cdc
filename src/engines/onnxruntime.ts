import * as ort from 'onnxruntime-node';
import type {ElementType, Tensor} from '../base/tensor.js';
import {encodeModel} from '../graph/onnx/encode.js';
import {scatterByElement} from '../graph/scatter-by-element.js';
import type {Engine, OpenOptions, Session, Tensors} from './engine.js';

/** Unless told not to, the library numbers the machine, keeps a database of events in its home, and reports them. */
process.env.ORT_DISABLE_TELEMETRY ??= '1';

/** ONNX Runtime: the embedded default. */
export const onnxruntime: Engine = {
  summary: 'ONNX Runtime, in this process.',
  devices: {
    cpu: {summary: 'Every processor.'},
    webgpu: {
      summary: 'Any GPU with a Vulkan, Metal or Direct3D 12 driver.',
      remedy: 'Install a Vulkan driver, on Debian and Ubuntu: apt install libvulkan1 mesa-vulkan-drivers',
    },
    cuda: {
      summary: 'NVIDIA GPUs.',
      remedy:
        'Add the CUDA libraries: npm install onnxruntime-node --onnxruntime-node-install=cuda12 (with CUDA 12 and cuDNN 9)',
    },
  },
  lacks: {},
  open: (graph, options) =>
    openModel(encodeModel(scattersRight(options) ? graph : scatterByElement(graph)), options),
};

function scattersRight({threads = 1, device = 'cpu'}: OpenOptions = {}): boolean {
  return threads === 1 && device === 'cpu';
}

/** Threads that wait sleep: by default they spin, and take the time of whatever else runs. */
const waiting = {session: {intra_op: {allow_spinning: '0'}, inter_op: {allow_spinning: '0'}}};

/** A session over the bytes of any ONNX file. */
export async function openModel(
  bytes: Uint8Array,
  {threads = 1, device = 'cpu'}: OpenOptions = {},
): Promise<Session> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: [device],
    // The level is part of what makes two runs equal bit for bit: fusions round differently.
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    ...(threads > 1 && {extra: waiting}),
  });
  return {
    async run(feeds) {
      const inputs = Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)] as const);
      const outputs = await session.run(Object.fromEntries(inputs));
      const results = Object.entries(outputs).map(([name, value]) => [name, fromOrt(value)] as const);
      return Object.fromEntries(results) as Tensors;
    },
    close: () => session.release(),
  };
}

const ortNames: Record<ElementType, ort.Tensor.Type> = {
  float: 'float32',
  double: 'float64',
  int64: 'int64',
  int32: 'int32',
  bool: 'bool',
  string: 'string',
};

const elementTypes = Object.fromEntries(
  Object.entries(ortNames).map(([type, name]) => [name, type]),
) as Record<string, ElementType>;

function toOrt({type, shape, data}: Tensor): ort.Tensor {
  return new ort.Tensor(ortNames[type], data as ort.Tensor.DataType, shape);
}

function fromOrt(value: ort.Tensor): Tensor {
  const type = elementTypes[value.type];
  if (!type) throw new Error(`The graph gave a tensor of type ${value.type}.`);
  return {type, shape: value.dims, data: value.data as Tensor['data']};
}
