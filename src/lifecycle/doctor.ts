import {statfs} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {arch, availableParallelism, cpus, freemem, platform, release, totalmem} from 'node:os';
import {engines} from '../engines/registry.js';
import {packageFile, packageVersion} from '../project/package-file.js';
import {probeDevice} from './device.js';
import type {Host} from './event.js';

export interface DeviceReport {
  engine: string;
  device: string;
  works: boolean;
  /** Why it does not open, in the library's own words, shortened. */
  reason?: string;
  /** What adds it. */
  remedy?: string;
  /** Of one that works: what stands in for the hardware that its name promises. */
  software?: string;
}

export interface DoctorResult {
  adl: string;
  node: string;
  system: string;
  processor: {model: string; cores: number};
  /** Bytes. */
  memory: {total: number; free: number};
  /** Bytes, where the command was typed. */
  disk: {free: number};
  libraries: Record<string, string>;
  devices: DeviceReport[];
}

const libraries = ['@duckdb/node-api', 'onnxruntime-node', 'fastify'];

/** What this machine offers: every device of every engine is opened for real. */
export async function doctor(host: Host): Promise<DoctorResult> {
  const {bavail, bsize} = await statfs(host.cwd);
  return {
    adl: packageVersion(),
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    processor: {model: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism()},
    memory: {total: totalmem(), free: freemem()},
    disk: {free: bavail * bsize},
    libraries: Object.fromEntries(libraries.map((name) => [name, versionOf(name)])),
    devices: await probeAll(),
  };
}

async function probeAll(): Promise<DeviceReport[]> {
  const loaded = await Promise.all(
    Object.entries(engines).map(async ([name, load]) => ({name, engine: await load()})),
  );
  const reports: DeviceReport[] = [];
  for (const {name, engine} of loaded)
    for (const [device, {remedy}] of Object.entries(engine.devices)) {
      const {failure: reason, software} = await probeDevice(name, device);
      const failure = reason === undefined ? {} : {reason, ...(remedy && {remedy})};
      reports.push({
        engine: name,
        device,
        works: reason === undefined,
        ...failure,
        ...(software && {software}),
      });
    }
  return reports;
}

function versionOf(name: string): string {
  const require = createRequire(packageFile('package.json'));
  try {
    return (require(`${name}/package.json`) as {version: string}).version;
  } catch {
    return 'not found';
  }
}
