#!/usr/bin/env node
import {readFileSync} from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`adl needs Node 20.19 or newer. This is Node ${process.versions.node}.\n`);
  process.exit(3);
}

// A reader that leaves, as `head` does, is no error: the work goes on.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === '--version') {
  // Loading the command framework alone takes longer than this answer may.
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else if (!(await printCompletion())) {
  const {start} = await import('../dist/ui/start.js');
  await start(words, import.meta.url);
}

/** What a shell asks for at its every start is answered without the framework too. */
async function printCompletion() {
  const [command, shell] = words;
  const plain = !process.stdout.isTTY && !process.env.ADL_CONTENT_TYPE;
  if (words.length !== 2 || command !== 'completion' || !plain) return false;
  const {shells} = await import('../dist/lifecycle/shells/registry.js');
  if (!Object.hasOwn(shells, shell)) return false;
  const {completion} = await import('../dist/lifecycle/completion.js');
  process.stdout.write((await completion(process.env, shell)).script);
  return true;
}
