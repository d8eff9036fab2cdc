import {Box, Spacer, Text} from 'ink';
import {Best} from './best.js';
import {Heading} from './heading.js';
import {layout} from './layout.js';
import {Leaders} from './leaders.js';
import type {Picture} from './picture.js';
import {Warnings} from './warnings.js';
import {Workers} from './workers.js';

/** The whole screen. It is drawn from its picture alone. */
export function Dashboard({picture}: {picture: Picture}) {
  const {view, warnings, columns, rows, now, stopping} = picture;
  const [workers, trials] = [view?.workers ?? [], view?.trials ?? []];
  const begun = trials.filter(({state}) => state !== 'waiting').length;
  // Those that wait are counted, on one line.
  const lines = begun + (begun < trials.length ? 1 : 0);
  const counts = {workers: workers.length, trials: lines, warnings: warnings.length};
  const plan = layout({columns, rows}, counts);
  const half = plan.wide ? Math.floor(columns / 2) : columns;
  const elapsed = now - (view?.started ?? now);
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Heading picture={picture} />
      <Box marginTop={plan.gap} flexDirection={plan.wide ? 'row' : 'column'} rowGap={plan.gap}>
        <Best view={view} elapsed={elapsed} height={plan.plot} width={half} />
        <Workers workers={workers} shown={plan.workers} now={now} />
      </Box>
      {view && trials.length > 0 && (
        <Box marginTop={plan.gap}>
          <Leaders view={view} shown={plan.trials} width={columns} />
        </Box>
      )}
      <Spacer />
      {plan.warnings > 0 && <Warnings warnings={warnings} shown={plan.warnings} />}
      <Box marginTop={plan.warnings > 0 ? plan.gap : 0}>
        <Text dimColor wrap="truncate-end">
          {stopping ? 'Stopping. Press Ctrl-C again to stop at once.' : 'Ctrl-C stops the run.'}
          {warnings.length === 0 ? ' No warnings.' : ''}
        </Text>
      </Box>
    </Box>
  );
}
