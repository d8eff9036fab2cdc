// The matrix products of a step and nothing else, in ONNX Runtime: the rate that no step over it can surpass.

import proto from 'onnx-proto';
import * as ort from 'onnxruntime-node';

const {onnx} = proto;

/** Forward H ← H W, backward D ← D Wᵀ, and each Hᵀ D, with lanes as the first axis. */
export async function prepare({workload, configurations, threads}) {
  const bytes = modelOf(workload, configurations);
  const session = await ort.InferenceSession.create(bytes, {
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const feeds = Object.fromEntries(
    inputsOf(workload, configurations).map(([name, shape]) => [name, filled(shape)]),
  );
  const outputs = productsOf(workload, configurations).map(([name, shape]) => [name, filled(shape)]);
  const fetches = Object.fromEntries(outputs);
  return {
    async train({steps}) {
      for (let step = 0; step < steps; step += 1) await session.run(feeds, fetches);
      return null;
    },
    close: () => session.release(),
  };
}

function modelOf(workload, lanes) {
  const count = workload.layers.length - 1;
  const node = (opType, input, output, attribute = []) => ({opType, input, output: [output], attribute});
  const turned = (name) => {
    const perm = {name: 'perm', type: onnx.AttributeProto.AttributeType.INTS, ints: [0, 2, 1]};
    return node('Transpose', [name], `${name}t`, [perm]);
  };
  const forward = Array.from({length: count}, (_, at) => node('MatMul', [`h${at}`, `w${at}`], `h${at + 1}`));
  const slope = (at) => (at === count ? `h${count}` : `d${at}`);
  const backward = Array.from({length: count}, (_, at) => at)
    .reverse()
    .flatMap((at) => [
      turned(`h${at}`),
      node('MatMul', [`h${at}t`, slope(at + 1)], `g${at}`),
      ...(at > 0 ? [turned(`w${at}`), node('MatMul', [slope(at + 1), `w${at}t`], `d${at}`)] : []),
    ]);
  const model = onnx.ModelProto.create({
    irVersion: 10,
    opsetImport: [{domain: '', version: 21}],
    graph: {
      name: 'products',
      node: [...forward, ...backward],
      input: inputsOf(workload, lanes).map(floatsOf),
      output: productsOf(workload, lanes).map(floatsOf),
    },
  });
  return onnx.ModelProto.encode(model).finish();
}

function inputsOf({layers, batch}, lanes) {
  const weights = layers.slice(1).map((width, at) => [`w${at}`, [lanes, layers[at], width]]);
  return [['h0', [lanes, batch, layers[0]]], ...weights];
}

function productsOf({layers}, lanes) {
  return layers.slice(1).map((width, at) => [`g${at}`, [lanes, layers[at], width]]);
}

function floatsOf([name, shape]) {
  const dim = shape.map((dimValue) => ({dimValue}));
  return {name, type: {tensorType: {elemType: onnx.TensorProto.DataType.FLOAT, shape: {dim}}}};
}

/** Small numbers, none of them zero or denormal. */
function filled(shape) {
  const length = shape.reduce((product, width) => product * width, 1);
  return new ort.Tensor(
    'float32',
    Float32Array.from({length}, (_, at) => ((at % 17) - 8.5) / 100),
    shape,
  );
}
