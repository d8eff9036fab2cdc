import type {Signs} from './terminal.js';

const blocks = '▁▂▃▄▅▆▇█';
const asciiBlocks = '_.-:=+*#';

/**
 * Counts as a line of small bars, the highest as high as a letter. What is none has none; what is some has one, however
 * small. Of more counts than there is room for, neighbours are taken together.
 */
export function sparkline(counts: readonly number[], {ascii}: Pick<Signs, 'ascii'>, room = 16): string {
  const signs = ascii ? asciiBlocks : blocks;
  const width = Math.ceil(counts.length / room);
  const bars = Array.from({length: Math.ceil(counts.length / width)}, (_, at) =>
    counts.slice(at * width, (at + 1) * width).reduce((sum, count) => sum + count, 0),
  );
  const most = Math.max(...bars);
  return bars.map((bar) => (bar === 0 ? ' ' : signs[Math.ceil((bar / most) * signs.length) - 1]!)).join('');
}
