import type {Attributes} from '../../graph/ops/op.js';
import type {Operand} from './array.js';

/** The arithmetic of one op, written to be read. */
export type Kernel = (inputs: readonly Operand[], attributes: Attributes) => Operand[];
export type Kernels = Readonly<Record<string, Kernel>>;
