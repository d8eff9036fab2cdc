import proto from 'onnx-proto';
import type {ElementType, Tensor} from '../../base/tensor.js';
import type {Graph} from '../graph.js';
import type {Attribute, AttributeKind, Body, Node, Op, Value} from '../ops/op.js';
import {operator} from '../ops/registry.js';

const {onnx} = proto;
const text = new TextEncoder();

/** ONNX's numbers for element types (onnx.proto, TensorProto.DataType). */
const elementTypeNumber: Readonly<Record<ElementType, number>> = {
  float: 1,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
};

/** What was tested with onnxruntime 1.30 and what most runtimes of today read. */
const versions = {ir: 10, onnx: 21, ml: 3};

export interface ModelFacts {
  name?: string;
  producerVersion?: string;
  documentation?: string;
  metadata?: Readonly<Record<string, string>>;
}

/** The graph as the bytes of an ONNX file. Equal graphs and facts give equal bytes. */
export function encodeModel(graph: Graph, facts: ModelFacts = {}): Uint8Array {
  const usesMl = graph.nodes.some((node) => operator(node.op).domain);
  const model = onnx.ModelProto.create({
    irVersion: versions.ir,
    opsetImport: [
      {domain: '', version: versions.onnx},
      ...(usesMl ? [{domain: 'ai.onnx.ml', version: versions.ml}] : []),
    ],
    producerName: 'adl',
    producerVersion: facts.producerVersion ?? '',
    docString: facts.documentation ?? '',
    metadataProps: Object.entries(facts.metadata ?? {}).map(([key, value]) => ({key, value})),
    graph: encodeGraph(graph, facts.name ?? 'graph', ''),
  });
  return onnx.ModelProto.encode(model).finish();
}

/** Names inside a node get a prefix: ONNX wants every name once, over all graphs of a file. */
function encodeGraph({nodes, constants, inputs, outputs}: Body, name: string, prefix: string) {
  const renamed = outputNames({nodes, constants, inputs, outputs});
  const nameOf = (value: Value) => prefix + (renamed.get(value.name) ?? value.name);
  const copies = nodes.filter(({outputs: [output]}) => [...renamed.values()].includes(output!.name));
  return onnx.GraphProto.create({
    name,
    node: nodes
      .filter((node) => !copies.includes(node))
      .map((node, index) => encodeNode(node, index, nameOf)),
    initializer: [...constants].map(([constant, tensor]) => encodeTensor(prefix + constant, tensor)),
    input: inputs.map((value) => encodeValue(value, nameOf)),
    output: outputs.map((value) => encodeValue(value, nameOf)),
  });
}

/** Outputs need no node that copies them: what a node computes is called as the output from the start. */
function outputNames({nodes, outputs}: Body): Map<string, string> {
  const computed = new Set(nodes.flatMap((node) => node.outputs.map(({name}) => name)));
  const names = new Set(outputs.map(({name}) => name));
  const renamed = new Map<string, string>();
  for (const {
    op,
    inputs,
    outputs: [output],
  } of nodes) {
    const source = inputs[0]?.name;
    if (op !== 'Identity' || !names.has(output!.name) || names.has(source!)) continue;
    if (computed.has(source!) && !renamed.has(source!)) renamed.set(source!, output!.name);
  }
  return renamed;
}

function encodeNode(node: Node, index: number, nameOf: (value: Value) => string) {
  const op = operator(node.op);
  const first = nameOf(node.outputs[0]!);
  return onnx.NodeProto.create({
    name: `${first}:${node.op}_${index}`,
    opType: node.op,
    domain: op.domain ?? '',
    input: node.inputs.map(nameOf),
    output: node.outputs.map(nameOf),
    attribute: Object.entries(node.attributes).map(([name, value]) =>
      encodeAttribute(name, attributeKind(node.op, op, name), value, `${first}/`),
    ),
  });
}

function attributeKind(name: string, op: Op, attribute: string): AttributeKind {
  const kind = op.attributes?.[attribute];
  if (!kind) throw new Error(`${name} has no attribute called ${attribute}.`);
  return kind;
}

function encodeAttribute(name: string, kind: AttributeKind, value: Attribute, inside: string) {
  const types = onnx.AttributeProto.AttributeType;
  const encoders: Record<AttributeKind, () => object> = {
    int: () => ({type: types.INT, i: value as number}),
    ints: () => ({type: types.INTS, ints: value as number[]}),
    float: () => ({type: types.FLOAT, f: value as number}),
    floats: () => ({type: types.FLOATS, floats: value as number[]}),
    string: () => ({type: types.STRING, s: text.encode(value as string)}),
    strings: () => ({type: types.STRINGS, strings: (value as string[]).map((item) => text.encode(item))}),
    tensor: () => ({type: types.TENSOR, t: encodeTensor('', value as Tensor)}),
    graph: () => ({type: types.GRAPH, g: encodeGraph(value as Body, name, inside)}),
    type: () => ({type: types.INT, i: elementTypeNumber[value as ElementType]}),
  };
  return onnx.AttributeProto.create({name, ...encoders[kind]()});
}

function encodeTensor(name: string, {type, shape, data}: Tensor) {
  const header = {name, dims: [...shape], dataType: elementTypeNumber[type]};
  if (type === 'string')
    return onnx.TensorProto.create({
      ...header,
      stringData: (data as string[]).map((item) => text.encode(item)),
    });
  const numbers = data as Exclude<Tensor['data'], string[]>;
  const rawData = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return onnx.TensorProto.create({...header, rawData});
}

function encodeValue(value: Value, nameOf: (value: Value) => string) {
  const {type, shape} = value;
  const dim = shape.map((length) => (typeof length === 'number' ? {dimValue: length} : {dimParam: length}));
  return onnx.ValueInfoProto.create({
    name: nameOf(value),
    type: {tensorType: {elemType: elementTypeNumber[type], shape: {dim}}},
  });
}
