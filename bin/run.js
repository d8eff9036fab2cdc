#!/usr/bin/env node
import {readFileSync} from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`adl needs Node 20.19 or newer. This is Node ${process.versions.node}.\n`);
  process.exit(3);
}

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === '--version') {
  // Loading the command framework alone takes longer than this answer may.
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  const {start} = await import('../dist/ui/start.js');
  await start(words, import.meta.url);
}
