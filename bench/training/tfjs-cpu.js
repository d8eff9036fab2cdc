import '@tensorflow/tfjs-backend-cpu';
import {prepareOn} from './tfjs.js';

export const prepare = (options) => prepareOn('cpu', options);
