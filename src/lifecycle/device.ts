import {execFile} from 'node:child_process';
import {AdlError} from '../base/errors.js';
import {lookup} from '../base/registry.js';
import type {Engine} from '../engines/engine.js';
import {engines} from '../engines/registry.js';
import {packageFile} from '../project/package-file.js';

/** A driver that hangs is one that does not work. */
const patience = 20_000;

/** What came of opening a device. */
export interface Probe {
  /** Why it does not work, in the library's words, shortened. */
  failure?: string;
  /** What stands in for the hardware that its name promises. */
  software?: string;
}

/** Opens a device in a process of its own. */
export function probeDevice(engine: string, device: string): Promise<Probe> {
  return new Promise((resolve) => {
    const entry = packageFile('dist/lifecycle/probe.js');
    execFile(process.execPath, [entry, engine, device], {timeout: patience}, (error, stdout) => {
      if (!error) resolve(stdout === '' ? {} : {software: stdout});
      else if (error.killed) resolve({failure: `It did not answer within ${patience / 1000} s.`});
      else resolve({failure: shortened(stdout) || `Its process ended with ${error.signal ?? error.code}.`});
    });
  });
}

/**
 * The device that is asked for, or the engine's first that opens here.
 * @throws UNKNOWN_NAME, DEVICE_MISSING
 */
export async function chooseDevice(name: string, asked: string | undefined): Promise<string> {
  const engine = await lookup(engines, 'engine', name)();
  if (asked !== undefined) lookup(engine.devices, `device of \`${name}\``, asked);
  const candidates = asked === undefined ? Object.keys(engine.devices) : [asked];
  const reasons: string[] = [];
  for (const device of candidates) {
    const reason = await failureOf(name, engine, device);
    if (reason === undefined) return device;
    reasons.push(`\`${device}\`: ${reason}`);
  }
  throw await missing(name, engine, asked, reasons);
}

/** A device without a remedy is one that always opens. */
async function failureOf(name: string, engine: Engine, device: string): Promise<string | undefined> {
  if (engine.devices[device]!.remedy === undefined) return undefined;
  return (await probeDevice(name, device)).failure;
}

async function missing(name: string, engine: Engine, asked: string | undefined, reasons: string[]) {
  const others = Object.keys(engine.devices).filter((device) => asked !== undefined && device !== asked);
  const open: string[] = [];
  for (const device of others) if ((await failureOf(name, engine, device)) === undefined) open.push(device);
  const wanted = asked === undefined ? `a device of \`${name}\`` : `the device \`${asked}\` of \`${name}\``;
  const remedies = Object.entries(engine.devices).flatMap(([device, {remedy}]) =>
    remedy && (asked === undefined || device === asked) ? [remedy] : [],
  );
  return new AdlError(
    'DEVICE_MISSING',
    `Expected ${wanted} to open here; it does not. ${reasons.join(' ')}`,
    {
      suggestions: [
        ...open.map((device) => `adl build --engine ${name} --device ${device}`),
        ...remedies,
        'adl doctor',
      ],
    },
  );
}

/** Libraries put the place in their own source first and what happened last. */
function shortened(message: string): string {
  const [line = ''] = message.trim().split('\n');
  return line.replace(/^.*?\bwas false\. /, '').slice(0, 200);
}
