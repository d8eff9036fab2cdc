import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Writes the server of scaffolded services, one file that needs only fastify and onnxruntime-node beside it. */
export async function bundleRuntime(outfile = path('templates/node-server/server.js')) {
  await build({
    entryPoints: [path('src/serving/runtime/main.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['fastify', 'onnxruntime-node'],
    banner: {js: '// Written by adl. Its source is src/serving/runtime of adl-cli.'},
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleRuntime(process.argv[2]);
