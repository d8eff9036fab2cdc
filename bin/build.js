// Compiles src into dist, bundles the serving runtime into its template, and lists the commands for a quick start.
// Files are replaced one by one and by rename, so that a process that is reading dist never sees half a file.
import {spawnSync} from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const compiled = compile();
copyBinaries(compiled.folder);
replace(compiled.folder);
rmSync(compiled.folder, {recursive: true, force: true});
await bundleRuntime();
await listCommands();
writeFileSync(join(dist, '.built'), '');
process.exitCode = compiled.status;

function compile() {
  mkdirSync(dist, {recursive: true});
  const folder = mkdtempSync(join(root, 'dist', '.new-'));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const {status} = spawnSync(
    process.execPath,
    [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', folder],
    {stdio: 'inherit'},
  );
  return {folder, status: status ?? 1};
}

/** What is in src as it runs: no compiler makes it. */
function copyBinaries(folder) {
  const src = join(root, 'src');
  for (const file of filesOf(src).filter((name) => /\.wasm$|\/model\.(onnx|json)$/.test(name)))
    copyFileSync(join(src, file), join(folder, file));
}

function replace(folder) {
  const fresh = filesOf(folder);
  for (const file of fresh) {
    const from = join(folder, file);
    const to = join(dist, file);
    if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) continue;
    mkdirSync(dirname(to), {recursive: true});
    renameSync(from, to);
  }
  for (const file of filesOf(dist)) {
    if (!fresh.includes(file) && !file.startsWith('.')) rmSync(join(dist, file), {force: true});
  }
}

function filesOf(folder) {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

async function bundleRuntime() {
  const script = join(root, 'bin', 'bundle-runtime.js');
  if (!existsSync(script)) return;
  const {status} = spawnSync(process.execPath, [script], {stdio: 'inherit'});
  if (status !== 0) compiled.status ||= status ?? 1;
}

/** oclif reads this list instead of importing every command to find out what there is. */
async function listCommands() {
  const {Plugin} = await import('@oclif/core/config');
  const {settings} = await import('@oclif/core/settings');
  settings.enableAutoTranspile = false;
  const plugin = new Plugin({root, isRoot: true, ignoreManifest: true, errorOnManifestCreate: true});
  await plugin.load();
  const manifest = join(root, 'oclif.manifest.json');
  writeFileSync(`${manifest}.new`, JSON.stringify(plugin.manifest));
  renameSync(`${manifest}.new`, manifest);
}
