import type {Tensor} from '@tensorflow/tfjs-core';
import type {Body} from '../../graph/ops/op.js';
import {toDevice} from './convert.js';
import type {Kernel, Library, Program} from './kernel.js';
import {plan, type Step} from './plan.js';

type Values = (Tensor | undefined)[];

/** @throws ENGINE_LACKS_OP for an op without a kernel, and for constants that are not numbers of 32 bits */
export function loadProgram(tf: Library, graph: Body, kernelOf: (op: string) => Kernel): Program {
  const {steps, inputs, constants, outputs} = plan(graph, kernelOf);
  const bodies = steps.map(({attributes: {body}}) =>
    body === undefined ? undefined : loadProgram(tf, body as Body, kernelOf),
  );
  // Tidied, so that nothing stays when one of them cannot be taken.
  const uploaded = tf.tidy(() =>
    [...constants.keys()].map((name) => toDevice(tf, name, graph.constants.get(name)!)),
  );
  return {
    run: (input) =>
      tf.tidy(() => {
        const values: Values = [];
        [...constants.values()].forEach((value, at) => {
          values[value] = uploaded[at];
        });
        inputs.forEach((value, at) => {
          if (value !== undefined) values[value] = input(at);
        });
        steps.forEach((step, at) => {
          perform(tf, step, bodies[at], values);
        });
        return outputs.map((value) => tf.clone(values[value]!));
      }),
    dispose() {
      tf.dispose(uploaded);
      for (const body of bodies) body?.dispose();
    },
  };
}

function perform(tf: Library, step: Step, body: Program | undefined, values: Values): void {
  const inputs = step.inputs.map((value) => values[value]!);
  const numbers = step.numbers.map((known) =>
    typeof known === 'number' ? Array.from(values[known]!.dataSync()) : known,
  );
  const results = tf.tidy(() => step.compute({tf, inputs, numbers, attributes: step.attributes, body}));
  step.outputs.forEach((value, at) => {
    values[value] = results[at];
  });
  for (const value of step.spent) {
    values[value]?.dispose();
    values[value] = undefined;
  }
}
