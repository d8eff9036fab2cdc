import type {Registry} from '../../base/registry.js';
import type {Format} from './format.js';
import {onnx} from './onnx.js';

/** Every form in which a model can be exported. */
export const formats: Registry<Format> = {onnx};
