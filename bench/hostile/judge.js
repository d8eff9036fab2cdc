import {exitStatus} from '../../dist/base/errors.js';

/** What adl may end with: the table of its errors, success, and an interrupt. 1 is a bug. */
const statuses = new Set([0, 130, ...Object.values(exitStatus)]);

const stack =
  /^\s+at (?:async )?[^\n]*(?:file:|node:|\/)[^\n]*:\d+:\d+\)?$|Stack Trace:|Segmentation fault|terminate called/m;

/** What belongs to the inside of adl, or is advice for another program. */
const inside = [
  /\/dist\/\w+/,
  /node_modules/,
  /ZodError|\binvalid_type\b/,
  /\bINTERNAL Error/,
  /\[object \w+\]/,
  /\bundefined\b/,
  /\(node:\d+\)/,
  /duckdb\.org|node-api/,
  /\b(?:null_padding|ignore_errors|sample_size|auto_detect|maximum_object_size|all_varchar|strict_mode|max_line_size|buffer_size|union_by_name)\b/,
];
/** These a person may have written, and a message may repeat them. */
const sayable = [/\badl:\w/, /\bread_(?:csv|json|parquet)\w*\(/];

const most = 3000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what may not reach a terminal
const control = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;

/** What is wrong with how one command ended: `{bar, what}` for each. */
export function judge({words, status, signal, hung, stdout, stderr, left}, {heavy = false, mayName = false}) {
  const found = [];
  const tell = (bar, what) => found.push({bar, what});
  if (hung) tell('hangs', 'it did not end');
  if (left.length > 0) tell('hangs', `${left.length} processes stayed`);
  if (stack.test(stdout) || stack.test(stderr)) tell('stacks', stack.exec(stderr + stdout)?.[0].trim() ?? '');
  // Who is interrupted over what cannot be broken off ends by the signal; a shell shows it as 130.
  const isInterrupted = heavy && signal === 'SIGINT';
  if (!hung && !isInterrupted && !statuses.has(status))
    tell('codes', signal ?? `exit ${status}: ${firstLine(stderr)}`);
  if (status === 130 && !heavy) tell('codes', 'exit 130 without an interrupt');
  if (hung || signal) return found;
  const isJson = words.includes('--json');
  for (const what of isJson ? jsonFaults(status, stdout) : textFaults(status, stdout, stderr))
    tell('messages', what);
  for (const what of leaks(stdout + stderr, mayName)) tell('messages', what);
  return found;
}

function jsonFaults(status, stdout) {
  const value = parsed(stdout);
  if (value === undefined) return [`stdout is not one JSON value: ${firstLine(stdout)}`];
  if (value.status !== status) return [`JSON says ${value.status}, the exit code is ${status}`];
  if (status === 0)
    return value.result && Array.isArray(value.warnings)
      ? []
      : ['JSON of a success lacks result or warnings'];
  const {code, message, suggestions} = value;
  const faults = [];
  if (typeof code !== 'string' || (code in exitStatus && exitStatus[code] !== status))
    faults.push(`code ${code} with exit ${status}`);
  if (typeof message !== 'string' || message.trim() === '') faults.push('no message');
  if (String(message).length > most) faults.push(`a message of ${message.length} characters`);
  if (!Array.isArray(suggestions) || suggestions.length === 0)
    faults.push(`no suggestion: ${firstLine(message)}`);
  for (const one of suggestions ?? []) {
    if (typeof one !== 'string' || one.trim() === '') faults.push('an empty suggestion');
    else if (one.length > most) faults.push(`a suggestion of ${one.length} characters`);
  }
  return faults;
}

function textFaults(status, stdout, stderr) {
  const faults = [];
  if (control.test(stdout + stderr))
    faults.push(`control characters reach the terminal: ${JSON.stringify(around(stdout + stderr, control))}`);
  if (status === 0) return faults;
  if (!/^Error: \S/m.test(stderr)) faults.push('no message on stderr');
  if (!/^Code: [A-Z_]+$/m.test(stderr)) faults.push('no code on stderr');
  if (stdout !== '') faults.push(`a failure that writes on stdout: ${firstLine(stdout)}`);
  return faults;
}

function leaks(text, mayName) {
  return [...inside, ...(mayName ? [] : sayable)]
    .filter((name) => name.test(text))
    .map((name) => `a name of the inside: ${around(text, name)}`);
}

/** The JSON that a command printed, or undefined. */
export function parsed(text) {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function around(text, pattern) {
  const at = text.search(pattern);
  return text.slice(Math.max(0, at - 30), at + 50).replaceAll('\n', ' ');
}

export function firstLine(text) {
  return String(text).split('\n').find(Boolean)?.slice(0, 160) ?? '';
}
