import {digest} from '../base/hash.js';
import type {FileFacts} from '../data/file.js';
import type {Lock, Stage} from '../project/lock.js';
import type {Manifest} from './manifest.js';

/** Raised when the same inputs would give another snapshot. */
export const sourceFormat = 1;

/** What is there now, to be compared with the lock. */
export interface Present {
  manifest: Manifest;
  /** Undefined when the file is not there. */
  file: FileFacts | undefined;
  /** Whether the snapshot, the run and the model that the lock names are there. */
  exists: Record<Stage, boolean>;
}

export interface Freshness {
  fresh: boolean;
  /** A sentence for people. */
  because: string;
}

/** Whether each stage would make again what it made last: decided from the lock and digests alone. */
export function freshness(lock: Lock, present: Present): Record<Stage, Freshness> {
  return {
    source: judge(sourceReasons(lock, present), 'The data and the source section are as they were.'),
    build: judge(buildReasons(lock, present), 'The snapshot and the build section are as they were.'),
    deploy: judge(deployReasons(lock, present), 'The run and the deploy section are as they were.'),
  };
}

/** What the source stage is given, as the lock keeps it. */
export function sourceInputs(manifest: Manifest, uri: string, {digest: file, size}: FileFacts) {
  return {uri, digest: file, size, manifest: digest(manifest.source), format: sourceFormat};
}

type Reason = string | false;

function judge(reasons: Reason[], otherwise: string): Freshness {
  const because = reasons.find((reason) => reason !== false);
  return because === undefined
    ? {fresh: true, because: otherwise}
    : {fresh: false, because: because as string};
}

function sourceReasons({source}: Lock, {manifest, file, exists}: Present): Reason[] {
  if (!source) return ['It has not run yet.'];
  const {inputs} = source;
  return [
    !file && `The file ${inputs.uri} is not there.`,
    inputs.format !== sourceFormat && 'This version of adl encodes in another way.',
    inputs.manifest !== digest(manifest.source) && 'The source section of adl.yaml has changed.',
    (inputs.digest !== file?.digest || inputs.size !== file?.size) &&
      `The content of ${inputs.uri} has changed.`,
    !exists.source && 'Its snapshot is not in .adl.',
  ];
}

function buildReasons({source, build}: Lock, {manifest, exists}: Present): Reason[] {
  if (!build) return ['It has not run yet.'];
  return [
    build.inputs.snapshot !== source?.outputs.snapshot &&
      'There is another snapshot than the one it trained on.',
    build.inputs.manifest !== digest(manifest.build) && 'The build section of adl.yaml has changed.',
    !exists.build && 'Its run is not in .adl.',
  ];
}

function deployReasons({build, deploy}: Lock, {manifest, exists}: Present): Reason[] {
  if (!deploy) return ['It has not run yet.'];
  return [
    deploy.inputs.run !== build?.outputs.run && 'There is another run than the one it exported.',
    deploy.inputs.manifest !== digest(manifest.deploy) && 'The deploy section of adl.yaml has changed.',
    !exists.deploy && 'Its model is not in .adl.',
  ];
}
