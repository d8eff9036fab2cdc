import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {lookup} from '../base/registry.js';
import {engines} from '../engines/registry.js';
import type {Host} from './event.js';

/** A driver that hangs is one that has no cards. */
const patience = 10_000;

/**
 * The NVIDIA cards that the workers of an engine's device may use, by what CUDA_VISIBLE_DEVICES calls them: those that it
 * names already, or else all that the driver lists. None where the device is no such card.
 */
export async function cardsFor(
  {engine, device}: {engine: string; device: string},
  environment: Host['environment'],
  list: () => Promise<string> = listed,
): Promise<string[]> {
  const {devices} = await lookup(engines, 'engine', engine)();
  if (!devices[device]?.isCard) return [];
  const {CUDA_VISIBLE_DEVICES: visible} = environment;
  return visible === undefined ? cardsIn(await list()) : named(visible);
}

/** What each worker finds in its environment: a card of its own, as long as there are any; then they share them in turn. */
export function cardEnvironments(cards: readonly string[], workers: number): Record<string, string>[] {
  if (cards.length === 0) return [];
  return Array.from({length: workers}, (_, at) => ({CUDA_VISIBLE_DEVICES: cards[at % cards.length]!}));
}

/** What to say where cards are shared; undefined where each worker has its own. */
export function sharedCards(cards: readonly string[], workers: number): string | undefined {
  if (cards.length === 0 || workers <= cards.length) return undefined;
  const own = cards.length === 1 ? 'one GPU' : `${cards.length} GPUs`;
  return `${workers} workers share ${own} in turn, and each waits for the other: \`--workers ${cards.length}\` gives each its own`;
}

/** Its entries in order, up to the first that is no card: CUDA itself sees none behind it. */
function named(visible: string): string[] {
  const entries = visible.split(',').map((entry) => entry.trim());
  const end = entries.findIndex((entry) => entry === '' || entry.startsWith('-'));
  return end < 0 ? entries : entries.slice(0, end);
}

/** Of a card that is cut into instances, these: by `GPU 0: NVIDIA A100 (UUID: GPU-…)` and lines of MIG below it. */
function cardsIn(listing: string): string[] {
  const cards: {name: string; instances: string[]}[] = [];
  for (const line of listing.split('\n')) {
    const card = /^GPU (\d+):/.exec(line);
    const instance = /^\s+MIG .*\(UUID: (MIG-[^)]+)\)/.exec(line);
    if (card) cards.push({name: card[1]!, instances: []});
    else if (instance) cards.at(-1)?.instances.push(instance[1]!);
  }
  return cards.flatMap(({name, instances}) => (instances.length > 0 ? instances : [name]));
}

/** Without a driver there is no program that lists cards. */
async function listed(): Promise<string> {
  try {
    return (await promisify(execFile)('nvidia-smi', ['-L'], {timeout: patience})).stdout;
  } catch {
    return '';
  }
}
