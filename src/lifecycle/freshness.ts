import {digest} from '../base/hash.js';
import type {FileFacts} from '../data/file.js';
import type {Lock, Stage} from '../project/lock.js';
import {decidingBuild, type Manifest} from './manifest.js';

/** Raised when the same inputs would give another snapshot. */
const sourceFormat = 2;

/** What is there now, to be compared with the lock. */
export interface Present {
  manifest: Manifest;
  /** Undefined when the file is not there. */
  file: FileFacts | undefined;
  /** The tables that rules compare with: the digest of each, null where it is not there. */
  references: Record<string, string | null>;
  /** Whether the snapshot, the run and the model that the lock names are there. */
  exists: Record<Stage, boolean>;
  /** Whether the service is there that the manifest asks for, if it asks for one. */
  hasService: boolean;
}

export interface Freshness {
  fresh: boolean;
  /** A sentence for people. */
  because: string;
}

/**
 * Whether each stage would make again what it made last: decided from the lock and digests alone. What a stale stage
 * will make is not known yet, so the stages after it are stale too.
 */
export function freshness(lock: Lock, present: Present): Record<Stage, Freshness> {
  const source = judge(sourceReasons(lock, present), 'The data and the source section are as they were.');
  const build = judge(
    [...buildReasons(lock, present), after('source', source)],
    'The snapshot and the build section are as they were.',
  );
  const deploy = judge(
    [...deployReasons(lock, present), after('build', build)],
    'The run and the deploy section are as they were.',
  );
  return {source, build, deploy};
}

/** What the source stage is given, as the lock keeps it. */
export function sourceInputs(
  manifest: Manifest,
  uri: string,
  {digest: file, size}: FileFacts,
  references: Present['references'],
) {
  const others = Object.keys(references).length > 0 && {references: digest(references)};
  return {uri, digest: file, size, manifest: digest(manifest.source), format: sourceFormat, ...others};
}

type Reason = string | false;

function judge(reasons: Reason[], otherwise: string): Freshness {
  const because = reasons.find((reason) => reason !== false);
  return because === undefined
    ? {fresh: true, because: otherwise}
    : {fresh: false, because: because as string};
}

function after(name: Stage, {fresh}: Freshness): Reason {
  return !fresh && `The stage before it, ${name}, is stale.`;
}

function sourceReasons({source}: Lock, {manifest, file, exists, references}: Present): Reason[] {
  if (!source) return ['It has not run yet.'];
  const {inputs} = source;
  const {uri} = Object.values(manifest.source.tables)[0]!;
  return [
    !file && `The file ${uri} is not there.`,
    inputs.format !== sourceFormat && 'This version of adl encodes in another way.',
    inputs.manifest !== digest(manifest.source) && 'The source section of adl.yaml has changed.',
    (inputs.digest !== file?.digest || inputs.size !== file?.size) && `The content of ${uri} has changed.`,
    inputs.references !== undefined &&
      inputs.references !== digest(references) &&
      'A table that the rules compare with has changed.',
    !exists.source && 'Its snapshot is not in .adl.',
  ];
}

function buildReasons({source, build}: Lock, {manifest, exists}: Present): Reason[] {
  if (!build) return ['It has not run yet.'];
  return [
    build.inputs.snapshot !== source?.outputs.snapshot &&
      'There is another snapshot than the one it trained on.',
    build.inputs.manifest !== digest(decidingBuild(manifest.build)) &&
      'The build section of adl.yaml has changed.',
    !exists.build && 'Its run is not in .adl.',
  ];
}

function deployReasons({build, deploy}: Lock, {manifest, exists, hasService}: Present): Reason[] {
  if (!deploy) return ['It has not run yet.'];
  return [
    deploy.inputs.run !== build?.outputs.run && 'There is another run than the one it exported.',
    deploy.inputs.manifest !== digest(manifest.deploy) && 'The deploy section of adl.yaml has changed.',
    !exists.deploy && 'Its model is not in .adl.',
    !hasService && `Its service is not in ${manifest.deploy.to}.`,
  ];
}
