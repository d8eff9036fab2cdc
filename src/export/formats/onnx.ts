import type {InputSignature, ModelSignature, OutputSignature} from '../../base/signature.js';
import {size} from '../../base/tensor.js';
import {encodeGraph} from '../../features/encode.js';
import {type EncodedRows, view} from '../../features/view.js';
import {Graph} from '../../graph/graph.js';
import {encodeModel} from '../../graph/onnx/encode.js';
import type {Value} from '../../graph/ops/op.js';
import {forward} from '../../models/forward.js';
import {head} from '../../models/head.js';
import type {FeatureColumn, Task, TrainedModel, TrainedNetwork} from '../../models/model.js';
import {treeFeatures, treesHead} from '../../models/trees-head.js';
import {treeEnsemble} from '../../trees/tree-ensemble.js';
import type {Exported, ExportFacts, Format} from './format.js';

/** One ONNX file of standard operators, from raw columns to label and probabilities, or to a number. */
export const onnx: Format = {
  summary: 'One ONNX file: raw columns in, predictions out, preprocessing inside.',
  file: 'model.onnx',
  write: writeOnnx,
  example: {
    language: 'python',
    code: `session = onnxruntime.InferenceSession('model.onnx')
label, probabilities = session.run(None, {'speed': numpy.array([250.0]), 'sky': numpy.array(['clear'], dtype=object)})`,
  },
};

function writeOnnx(model: TrainedModel, facts: ExportFacts): Exported {
  const graph = new Graph();
  const inputs = model.columns.map(({name, raw}): [string, Value] => [
    name,
    graph.input(name, raw === 'number' ? 'double' : 'string', ['N']),
  ]);
  const encoded = encodeGraph(graph, new Map(inputs), model.columns);
  const predictions = model.trees
    ? treesHead(
        graph,
        treeEnsemble(graph, treeFeatures(graph, encoded), model.trees),
        model.trees.link,
        model.task,
      )
    : head(graph, logitsOf(graph, encoded, model), model.task);
  const outputs = addOutputs(graph, predictions, model);
  return {
    bytes: encodeModel(graph, {
      name: facts.name,
      producerVersion: facts.adl,
      metadata: metadata(model, facts),
    }),
    signature: signature(model, facts, outputs),
  };
}

function logitsOf(graph: Graph, encoded: EncodedRows, {layers, columns, weights}: TrainedNetwork): Value {
  const encodedColumns = columns.flatMap((column) => column.encoded);
  return forward(graph, layers, view(graph, encoded, encodedColumns), (name, shape) => {
    const weight = weights.get(name);
    if (!weight || weight.data.length !== size(shape))
      throw new Error(`The trained model has no weight ${name} of shape [${shape}].`);
    return graph.constant({...weight, shape});
  });
}

function addOutputs(graph: Graph, predictions: Value, {task, columns}: TrainedModel): OutputSignature[] {
  if (task.kind === 'regression') {
    const name = freeName('prediction', columns);
    graph.output(name, predictions);
    return [{name, datatype: 'FP32', shape: [-1]}];
  }
  const [label, probabilities] = [freeName('label', columns), freeName('probabilities', columns)];
  const code = graph.emit('ArgMax', [predictions], {axis: 1, keepdims: 0});
  const dictionary = {keys_int64s: task.labels.map((_, index) => index), values_strings: task.labels};
  graph.output(label, graph.emit('LabelEncoder', [code], dictionary));
  graph.output(probabilities, predictions);
  return [
    {name: label, datatype: 'BYTES', shape: [-1]},
    {name: probabilities, datatype: 'FP32', shape: [-1, task.labels.length]},
  ];
}

/** The name of an output, such as `label`; `predicted_label` where a column of the table bears that name. */
function freeName(name: string, columns: readonly FeatureColumn[]): string {
  return columns.some((column) => column.name === name) ? freeName(`predicted_${name}`, columns) : name;
}

/** The version is not among them: deploying one run twice gives the same bytes. */
function metadata({task, family}: TrainedModel, {name, adl, run}: ExportFacts): Record<string, string> {
  return {adl, name, run, family, task: task.kind, ...labels(task, JSON.stringify)};
}

function labels<Form>(task: Task, form: (labels: string[]) => Form): {labels?: Form} {
  return task.kind === 'classification' ? {labels: form(task.labels)} : {};
}

function signature(model: TrainedModel, facts: ExportFacts, outputs: OutputSignature[]): ModelSignature {
  const {name, version, adl} = facts;
  const inputs = model.columns.map(
    (column): InputSignature => ({name: column.name, datatype: column.raw === 'number' ? 'FP64' : 'BYTES'}),
  );
  return {name, version, adl, task: model.task.kind, inputs, outputs, ...labels(model.task, (all) => all)};
}
