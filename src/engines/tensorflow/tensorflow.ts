import {AdlError} from '../../base/errors.js';
import type {Engine} from '../engine.js';
import {contraction} from './contraction.js';
import {control} from './control.js';
import {devices, openDevice} from './devices.js';
import {elementwise} from './elementwise.js';
import type {Kernel, Kernels} from './kernel.js';
import {layout} from './layout.js';
import {openSession} from './session.js';

const kernels: Kernels = {...elementwise, ...contraction, ...layout, ...control};

const noText = 'TensorFlow.js computes with numbers; text is encoded before.';

/** TensorFlow.js, on whichever of its packages is installed. */
export const tensorflow: Engine = {
  summary: 'TensorFlow.js, from packages that are added where they are wanted.',
  devices,
  lacks: {
    LabelEncoder: noText,
    RegexFullMatch: noText,
    StringConcat: noText,
    StringSplit: noText,
    TfIdfVectorizer: noText,
    TreeEnsembleRegressor: 'Trees are grown and asked without an engine; only the exported file holds them.',
  },
  open: async (graph, options = {}) => openSession(graph, await openDevice(options), kernelOf),
};

/** @throws ENGINE_LACKS_OP */
function kernelOf(op: string): Kernel {
  const kernel = kernels[op];
  if (kernel) return typeof kernel === 'function' ? {numbers: [], compute: kernel} : kernel;
  const reason = tensorflow.lacks[op] ?? 'It has no kernel for it.';
  throw new AdlError('ENGINE_LACKS_OP', `The engine \`tensorflow\` cannot run ${op}. ${reason}`, {
    suggestions: ['adl build --engine onnxruntime'],
  });
}
