import type {DeviceReport, DoctorResult} from '../lifecycle/doctor.js';
import {table} from './table.js';

/** What the machine offers, and for what does not work the reason and what to type. */
export function doctorView(result: DoctorResult): string {
  const {adl, node, system, processor, memory, disk, libraries, devices} = result;
  const facts = [
    ['adl', adl],
    ['node', node],
    ['system', system],
    ['processor', `${processor.cores} cores, ${processor.model}`],
    ['memory', `${gigabytes(memory.free)} free of ${gigabytes(memory.total)}`],
    ['disk', `${gigabytes(disk.free)} free here`],
    ...Object.entries(libraries),
  ];
  const rows = devices.map((report) => [report.engine, report.device, stateOf(report)]);
  const remedies = devices
    .filter(({works}) => !works)
    .map(
      ({engine, device, reason, remedy}) =>
        `${engine} on ${device}: ${reason}${remedy ? `\n  Try: ${remedy}` : ''}`,
    );
  return [table(['what', 'found'], facts), '', table(['engine', 'device', 'state'], rows), '', ...remedies]
    .join('\n')
    .trimEnd();
}

function stateOf({works, software}: DeviceReport): string {
  if (!works) return 'does not open';
  return software ? `works, but in software: ${software} on processors, no GPU` : 'works';
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
