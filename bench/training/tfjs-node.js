import '@tensorflow/tfjs-node';
import {prepareOn} from './tfjs.js';

export const prepare = (options) => prepareOn('tensorflow', options);
