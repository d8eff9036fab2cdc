// Synthetic rows, the order of the batches and first weights, written once and read by every contender: raw float32 and
// int32, row by row. A workload's folder holds workload.json, features.bin (float32, or int32 codes), target.bin (float32,
// or int32 classes), order.bin (int32: the row at each place of each batch of each unit) and weights.bin (float32, for each
// configuration each weight [inputs, outputs] and its bias, an embedding's table before them).
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {permutation, randomStream} from '../../dist/base/random.js';
import {adam, learningRates} from './workloads.js';

/** Writes a workload for some configurations. `units` is how many will be trained at the most. */
export function writeWorkload(workload, {folder, configurations, units}) {
  const {batch, steps, shards, seed} = workload;
  const rows = batch * steps * shards;
  mkdirSync(folder, {recursive: true});
  const {features, target} = workload.embedding ? categorical(workload, rows) : numeric(workload, rows);
  write(folder, 'features', features);
  write(folder, 'target', target);
  write(folder, 'order', orders(workload, units));
  write(folder, 'weights', weights(workload, configurations));
  const rates = learningRates(configurations);
  const facts = {
    ...workload,
    rows,
    units,
    configurations,
    adam: {...adam, learningRates: rates},
    folder,
    seed,
  };
  writeFileSync(join(folder, 'workload.json'), JSON.stringify(facts));
  return facts;
}

/** What was written, with its files as typed arrays. */
export function readWorkload(folder) {
  const workload = JSON.parse(readFileSync(join(folder, 'workload.json'), 'utf8'));
  const classes = workload.layers.at(-1) > 1;
  return {
    ...workload,
    features: read(folder, 'features', workload.embedding ? Int32Array : Float32Array),
    target: read(folder, 'target', classes ? Int32Array : Float32Array),
    order: read(folder, 'order', Int32Array),
    weights: split(read(folder, 'weights', Float32Array), workload.configurations),
  };
}

/** The stream that orders a unit's rows within its shard. */
export function orderStream(seed, unit) {
  return randomStream(seed, 'order', unit);
}

/** The shapes of all weights in their order in the file. */
export function weightShapes({layers, embedding}) {
  const table = embedding ? [[embedding.columns * embedding.categories, embedding.width]] : [];
  return [...table, ...layers.slice(1).flatMap((width, at) => [[layers[at], width], [width]])];
}

/** A few directions bent by tanh, and noise: something to learn, and a loss that does not fall to nothing. */
function numeric({layers, seed}, rows) {
  const width = layers[0];
  const directions = normals(seed, 'directions', 8 * width, 1.5 / Math.sqrt(width));
  const features = normals(seed, 'features', rows * width);
  const hidden = new Float32Array(rows * 8);
  for (let row = 0; row < rows; row += 1)
    for (let j = 0; j < 8; j += 1) {
      let sum = 0;
      for (let i = 0; i < width; i += 1) sum += features[row * width + i] * directions[j * width + i];
      hidden[row * 8 + j] = Math.tanh(sum);
    }
  return {
    features,
    target: layers.at(-1) === 1 ? numbers(hidden, seed) : classes(hidden, layers.at(-1), seed),
  };
}

function numbers(hidden, seed) {
  const slopes = normals(seed, 'slopes', 8);
  const noise = normals(seed, 'noise', hidden.length / 8, 0.5);
  return noise.map((value, row) => {
    let sum = value;
    for (let j = 0; j < 8; j += 1) sum += hidden[row * 8 + j] * slopes[j];
    return sum;
  });
}

/** The class of the greatest score, each with noise of its own. */
function classes(hidden, count, seed) {
  const slopes = normals(seed, 'slopes', 8 * count);
  const noise = normals(seed, 'noise', (hidden.length / 8) * count);
  return Int32Array.from({length: hidden.length / 8}, (_, row) => {
    let [best, at] = [-Infinity, 0];
    for (let c = 0; c < count; c += 1) {
      let score = noise[row * count + c];
      for (let j = 0; j < 8; j += 1) score += hidden[row * 8 + j] * slopes[c * 8 + j];
      if (score > best) [best, at] = [score, c];
    }
    return at;
  });
}

/** Codes of each column, counted from 0 in each, and a target that is the sum of their effects. */
function categorical({embedding: {columns, categories}, seed}, rows) {
  const random = randomStream(seed, 'features');
  const features = Int32Array.from({length: rows * columns}, () => random.integer(categories));
  const effects = normals(seed, 'effects', columns * categories, 1 / Math.sqrt(columns));
  const target = normals(seed, 'noise', rows, 0.5).map((value, row) => {
    let sum = value;
    for (let j = 0; j < columns; j += 1) sum += effects[j * categories + features[row * columns + j]];
    return sum;
  });
  return {features, target};
}

function orders({batch, steps, shards, seed}, units) {
  const size = batch * steps;
  const order = new Int32Array(units * size);
  for (let unit = 0; unit < units; unit += 1) {
    const first = (unit % shards) * size;
    order.set(
      permutation(size, orderStream(seed, unit)).map((row) => first + row),
      unit * size,
    );
  }
  return order;
}

/** He's normal for rectified layers, Glorot's for the last; an embedding's table as Keras draws it; biases zero. */
function weights(workload, configurations) {
  const shapes = weightShapes(workload);
  const lists = Array.from({length: configurations}, (_, k) =>
    shapes.map(([rows, columns = 0], at) => {
      const last = at === shapes.length - 2;
      const table = workload.embedding && at === 0;
      const scale = table ? 0.03 : Math.sqrt(2 / (last ? rows + columns : rows));
      return columns === 0
        ? new Float32Array(rows)
        : normals(workload.seed, `weight ${k} ${at}`, rows * columns, scale);
    }),
  );
  return concatenate(lists.flat());
}

function normals(seed, label, length, scale = 1) {
  const random = randomStream(seed, label);
  return Float32Array.from({length}, () => scale * random.normal());
}

function concatenate(lists) {
  const all = new Float32Array(lists.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

function split(all, parts) {
  const length = all.length / parts;
  return Array.from({length: parts}, (_, k) => all.subarray(k * length, (k + 1) * length));
}

function write(folder, name, {buffer, byteOffset, byteLength}) {
  writeFileSync(join(folder, `${name}.bin`), new Uint8Array(buffer, byteOffset, byteLength));
}

function read(folder, name, Type) {
  const {buffer, byteOffset, byteLength} = readFileSync(join(folder, `${name}.bin`));
  return new Type(buffer.slice(byteOffset, byteOffset + byteLength));
}
