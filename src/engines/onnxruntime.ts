import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {arch, platform} from 'node:os';
import {dirname, join} from 'node:path';
import * as ort from 'onnxruntime-node';
import {shellWord} from '../base/shell-word.js';
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
      get remedy() {
        return vulkanRemedy();
      },
      software: () => softwareDriver(loadedLibraries(), hasGpu()),
    },
    cuda: {
      summary: 'NVIDIA GPUs.',
      isCard: true,
      get remedy() {
        return cudaRemedy();
      },
    },
  },
  lacks: {},
  open: (graph, options) =>
    openModel(encodeModel(scattersRight(options) ? graph : scatterByElement(graph)), options),
};

function vulkanRemedy(): string {
  if (platform() !== 'linux') return 'Install the newest driver of the graphics card.';
  const packages = existsSync('/usr/bin/dnf')
    ? 'dnf install vulkan-loader mesa-vulkan-drivers'
    : 'apt install libvulkan1 mesa-vulkan-drivers';
  return `sudo ${packages}  # for NVIDIA its own driver`;
}

/** Run by itself: what npm would install with it would be another copy than this one. */
function cudaRemedy(): string {
  if (platform() !== 'linux' || arch() !== 'x64') return 'adl build --device webgpu';
  const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const script = join(folder, 'script', 'install.js');
  return `node ${shellWord(script)} --onnxruntime-node-install  # needs CUDA 12 and cuDNN 9`;
}

/** Drivers of Vulkan that compute on processors, by the library that they are. */
const softwareDrivers: Readonly<Record<string, string>> = {
  libvk_swiftshader: 'SwiftShader',
  libvulkan_lvp: 'llvmpipe',
};

/**
 * What stands in for a GPU. A GPU goes before it; but drivers are loaded for GPUs too that are not there.
 * @param loaded the names of the libraries of a process that has opened a device
 */
export function softwareDriver(loaded: readonly string[], isGpuThere: boolean): string | undefined {
  const isDriver = /^(libvk_|libvulkan_|libGLX_nvidia|libnvidia-vulkan)/;
  const drivers = loaded.filter((name) => isDriver.test(name)).map((name) => name.replace(/\.so.*/, ''));
  const software = drivers.find((name) => Object.hasOwn(softwareDrivers, name));
  const isAlone = drivers.every((name) => Object.hasOwn(softwareDrivers, name));
  return software !== undefined && (isAlone || !isGpuThere) ? softwareDrivers[software] : undefined;
}

function loadedLibraries(): string[] {
  const maps = '/proc/self/maps';
  if (!existsSync(maps)) return [];
  return [...readFileSync(maps, 'utf8').matchAll(/\/([^/\n]+\.so[^/\n]*)$/gm)].map(([, name]) => name!);
}

function hasGpu(): boolean {
  const nodes = existsSync('/dev/dri') ? readdirSync('/dev/dri') : [];
  return (
    nodes.some((name) => name.startsWith('render')) || existsSync('/dev/nvidia0') || existsSync('/dev/dxg')
  );
}

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
