import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {relative, resolve, sep} from 'node:path';
import {AdlError} from '../base/errors.js';
import {digest} from '../base/hash.js';
import {lookup} from '../base/registry.js';
import {verifySnapshot} from '../data/snapshot.js';
import {formats} from '../export/formats/registry.js';
import {readLock, writeStage} from '../project/lock.js';
import {packageVersion} from '../project/package-file.js';
import {type ProjectPaths, projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun, runIds} from '../project/runs.js';
import {renderService} from '../serving/render.js';
import {checkPlace, writeScaffold} from '../serving/scaffold.js';
import {targets} from '../serving/targets/registry.js';
import type {Host, LifecycleEvent} from './event.js';
import {exampleFacts} from './example-request.js';
import {loadManifest, type Manifest} from './manifest.js';
import {type ModelVersion, nextVersion, readModel, sameModel, writeModel} from './model-versions.js';
import {checkParity, type Parity} from './parity.js';
import {loadTrained, type Trained} from './trained.js';

export interface DeployOptions {
  /** The folder to write a service into; by default what the manifest says, and none where it says nothing. */
  to?: string;
  /** How the model is put into service; by default what the manifest says. */
  target?: string;
  /** The run whose model is deployed; by default the last one that finished. */
  run?: string;
  /** Write into a folder that holds files of others, and over edits by hand. */
  force?: boolean;
}

export interface DeployResult {
  version: string;
  /** The exported file. */
  model: string;
  bytes: number;
  parity: Parity;
  /** The folder of the service, where one was asked for. */
  service: string | null;
}

interface Project {
  paths: ProjectPaths;
  manifest: Manifest;
}

/**
 * Exports the chosen model to one file, checks it against what was trained, and writes a service around it.
 * @example
 * for await (const event of deploy(host, {to: 'service'})) console.error(event.message);
 */
export async function* deploy(
  host: Host,
  options: DeployOptions,
): AsyncGenerator<LifecycleEvent, DeployResult> {
  const paths = projectPaths(findProject(host.cwd));
  const project = {paths, manifest: loadManifest(paths)};
  const target = options.target ?? project.manifest.deploy.target;
  lookup(targets, 'target', target);
  const service = serviceFolder(host, project, options.to);
  const {id, trained} = chosenRun(paths, options.run);
  if (service !== undefined) await checkPlace(service, {force: options.force ?? false});
  const {model, parity} = yield* exportModel(project, id, trained);
  if (service !== undefined)
    yield* scaffold(project, model, {...options, service, target, snapshot: trained.snapshot});
  writeStage(paths.lock, 'deploy', {
    inputs: {run: id, manifest: digest(project.manifest.deploy)},
    outputs: {version: model.version},
  });
  const {length: bytes} = await readFile(model.files.onnx);
  const shown = (path: string) => relative(host.cwd, path) || '.';
  return {
    version: model.version,
    model: shown(model.files.onnx),
    bytes,
    parity,
    service: service === undefined ? null : shown(service),
  };
}

/**
 * Whether the service that the manifest asks for can be written, before there is a model for it.
 * @throws MANIFEST_INVALID, FOLDER_NOT_EMPTY, FOLDER_UNUSABLE
 */
export async function checkService(host: Host): Promise<void> {
  const paths = projectPaths(findProject(host.cwd));
  const service = serviceFolder(host, {paths, manifest: loadManifest(paths)}, undefined);
  if (service !== undefined) await checkPlace(service, {force: false});
}

/**
 * A flag counts from where the command was typed, the manifest from where it lies.
 * @throws FLAG_INVALID, MANIFEST_INVALID for nothing, and for a folder where adl keeps what is its own
 */
function serviceFolder(
  {cwd}: Host,
  {paths: {root, home}, manifest: {deploy: section}}: Project,
  to: string | undefined,
): string | undefined {
  const named = to ?? section.to;
  if (named === undefined) return undefined;
  const folder = resolve(to === undefined ? root : cwd, named);
  const isOwn = folder === home || folder.startsWith(home + sep);
  if (named.trim() !== '' && !isOwn) return folder;
  const [code, key] =
    to === undefined ? (['MANIFEST_INVALID', 'deploy.to'] as const) : (['FLAG_INVALID', '--to'] as const);
  const message = `Expected \`${key}\` to name a folder outside ${home}, got ${isOwn ? folder : 'nothing'}.`;
  throw new AdlError(code, message, {suggestions: ['adl deploy --to service']});
}

/** The run that is asked for, else the one that the lock names, else the newest with a result. */
function chosenRun(paths: ProjectPaths, asked: string | undefined): {id: string; trained: Trained} {
  const locked = readLock(paths.lock).build?.outputs.run;
  const finished = () => runIds(paths).findLast((id) => existsSync(paths.run(id).result));
  const {id, run} = findRun(paths, asked ?? (typeof locked === 'string' ? locked : finished()));
  return {id, trained: loadTrained(run)};
}

async function* exportModel(
  {paths, manifest}: Project,
  run: string,
  trained: Trained,
): AsyncGenerator<LifecycleEvent, {model: ModelVersion; parity: Parity}> {
  yield step(`Exporting the model of run ${run}`);
  const facts = {name: manifest.project, version: nextVersion(paths), adl: packageVersion(), run};
  const exported = lookup(formats, 'format', 'onnx').write(trained.model, facts);
  yield step('Comparing the exported file with the trained model on real rows');
  const folder = paths.snapshot(trained.snapshot);
  const parity = await checkParity(exported, trained, {folder, schema: await verifySnapshot(folder)});
  const same = await sameModel(paths, exported);
  if (same)
    yield {...step(`Version ${same.version} is this very model: no new version is needed`), kind: 'note'};
  const model = same ?? (await writeModel(paths, exported, {parity, run, snapshot: trained.snapshot}));
  return {model, parity};
}

async function* scaffold(
  {paths}: Project,
  model: ModelVersion,
  options: {service: string; target: string; snapshot: string; force?: boolean},
): AsyncGenerator<LifecycleEvent, void> {
  const {service, target: name} = options;
  yield step(`Writing the service into ${service}`);
  const {bytes, signature} = await readModel(model);
  const facts = await exampleFacts(model, signature, paths.snapshot(options.snapshot));
  const target = lookup(targets, 'target', name);
  const files = await renderService({name, target}, facts, bytes);
  const kept = await writeScaffold(service, files, {
    target: name,
    adl: signature.adl,
    force: options.force ?? false,
  });
  for (const path of kept)
    yield {
      ...step(`${path} was edited by hand and is left as it is; \`--force\` writes over it`),
      kind: 'warning',
    };
}

function step(message: string): LifecycleEvent {
  return {stage: 'deploy', kind: 'step', message};
}
