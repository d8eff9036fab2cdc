import {lookup} from '../base/registry.js';
import {floats} from '../base/tensor.js';
import {engines} from '../engines/registry.js';
import {Graph} from '../graph/graph.js';

/**
 * A process entry: opens an engine on a device, computes a matrix product with it and compares the result. Ends with 0
 * if it is right and prints what stands in for the hardware, if anything does; else prints why. A process of its own, since a driver that fails may take its process with it.
 */
const [engine, device] = process.argv.slice(2);

try {
  process.stdout.write((await multiply(engine!, device!)) ?? '');
} catch (error) {
  process.stdout.write((error as Error).message);
  process.exitCode = 1;
}

/** @returns what stands in for the hardware */
async function multiply(name: string, on: string): Promise<string | undefined> {
  const graph = new Graph();
  const x = graph.input('x', 'float', [2, 2]);
  graph.output('y', graph.emit('MatMul', [x, x]));
  const {open, devices} = await lookup(engines, 'engine', name)();
  const session = await open(graph, {device: on});
  const {y} = await session.run({x: floats([2, 2], [1, 2, 3, 4])});
  const software = devices[on]?.software?.();
  await session.close();
  const found = [...(y!.data as Float32Array)].join();
  if (found !== '7,10,15,22') throw new Error(`It computed [${found}] where [7,10,15,22] is right.`);
  return software;
}
