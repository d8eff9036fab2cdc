import {Box, Text} from 'ink';
import type {Picture} from './picture.js';
import {bar, clock, phase, timeInWords, workOf} from './wording.js';

/** What runs, how much of its time is spent, and how much of its work is done. */
export function Heading({picture}: {picture: Picture}) {
  const {view, now, started, columns} = picture;
  const elapsed = now - (view?.started ?? started);
  const time = view ? timeInWords(elapsed, view.time) : clock(elapsed);
  const work = view && workOf(view);
  const width = Math.min(40, Math.max(10, Math.floor(columns / 6)));
  return (
    <Box flexDirection="column">
      <Text wrap="truncate-end">
        <Text bold>adl build</Text>
        {view ? `  run ${view.run}: ` : '  '}
        {phase(picture)}
      </Text>
      <Gauge name="Time" words={time} share={view?.time ? elapsed / view.time : undefined} width={width} />
      <Gauge
        name="Epochs"
        words={work ? `${work.done} of ${work.total}; trials: ${work.trials}` : '-'}
        share={work ? work.done / work.total : undefined}
        width={width}
      />
    </Box>
  );
}

interface GaugeProps {
  name: string;
  words: string;
  /** Left out where nothing is known to be the whole. */
  share: number | undefined;
  width: number;
}

function Gauge({name, words, share, width}: GaugeProps) {
  return (
    <Text wrap="truncate-end">
      <Text bold>{name.padEnd(8)}</Text>
      {share !== undefined && <Text color="cyan">{`${bar(share, width)}  `}</Text>}
      {words}
    </Text>
  );
}
