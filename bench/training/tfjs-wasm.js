import '@tensorflow/tfjs-backend-wasm';
import {prepareOn} from './tfjs.js';

export const prepare = (options) => prepareOn('wasm', options);
