import {Box, Text} from 'ink';
import {score} from '../../base/score.js';
import type {BuildView} from '../../lifecycle/build-show.js';
import {Lines} from './lines.js';
import {plot, rangeOf} from './plot.js';
import {bestInWords, clock, curveInWords} from './wording.js';

export interface BestProps {
  view: BuildView | undefined;
  /** Milliseconds since the run's time began. */
  elapsed: number;
  height: number;
  width: number;
}

/** The best model so far, and how its score came about: as a plot and in words. */
export function Best({view, elapsed, height, width}: BestProps) {
  const words = view && bestInWords(view);
  return (
    <Box flexDirection="column" width={width} height={height + 2}>
      <Text wrap="truncate-end">
        <Text bold>{'Best    '}</Text>
        <Text color={words ? 'green' : undefined}>{words ?? 'no trial has ended an epoch yet'}</Text>
      </Text>
      {view && words && <Curve view={view} elapsed={elapsed} height={height} width={width} />}
    </Box>
  );
}

function Curve({view, elapsed, height, width}: BestProps & {view: BuildView}) {
  const labels = height > 1 ? axis(rangeOf(view.curve, elapsed / 1000), height) : [''];
  const margin = Math.max(8, ...labels.map((label) => label.length + 1));
  const rows = plot(view.curve, {seconds: elapsed / 1000, width: Math.max(1, width - 2 * margin), height});
  const bars = rows.map((row, at) => ({text: `${labels[at]!.padStart(margin - 1)} ${row}`, color: 'green'}));
  const time = height > 1 ? `0:00 to ${clock(elapsed)}: ` : '';
  const [before, words] = [' '.repeat(margin), curveInWords(view, elapsed)];
  // Rather without the time, which is told above, or under the axis than cut off.
  const text =
    [`${before}${time}${words}`, `${before}${words}`].find((line) => line.length <= width) ?? words;
  return <Lines lines={[...bars, {text}]} />;
}

/** The highest and the lowest value, beside the rows of bars that stand for them; one alone in the middle, like its bars. */
function axis({low, high}: {low: number; high: number}, height: number): string[] {
  return Array.from({length: height}, (_, row) => {
    if (low === high) return row === Math.floor(height / 2) ? score(low) : '';
    if (row === 0) return score(high);
    return row === height - 1 ? score(low) : '';
  });
}
