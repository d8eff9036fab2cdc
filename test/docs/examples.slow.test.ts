import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {birdsCsv} from '../helpers/birds.js';
import type {Act, Block} from '../helpers/guide-page.js';
import {perform} from '../helpers/guide-session.js';

/** In the order in which a person comes by them. The lines of `completion` are for shells, which another test starts. */
const order = [
  ...[
    'doctor',
    'init',
    'source',
    'source:types',
    'source:profile',
    'source:validate',
    'source:advise',
    'status',
    'build:plan',
    'build',
    'build:show',
    'build:compare',
    'build:replay',
    'build:stop',
    'build:add',
    'build:clone',
    'build:resume',
    'deploy',
    'deploy:predict',
    'deploy:serve',
  ],
  'run',
];

const manifest = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {
  commands: Record<string, {examples: {command: string}[]}>;
};

it('every example of every help does what it says', {timeout: 400_000}, async () => {
  // `build track` needs a server, which `mlflow.slow.test.ts` starts.
  expect(Object.keys(manifest.commands).sort()).toEqual([...order, 'build:track', 'completion'].sort());
  const examples = order.flatMap((id) =>
    manifest.commands[id]!.examples.map((example) => shown(example, id)),
  );
  const table = birdsCsv(600).replace('harmed', 'damage');
  const acts: Act[] = [
    {write: file('strikes.csv', table)},
    {write: file('new.csv', table.replaceAll(/,[^,\n]*$/gm, ''))},
    ...examples.map((command): Act => ({run: {command, shown: [], line: 0}})),
  ];
  const outcomes = await perform(acts);
  const failed = examples.filter((_, at) => outcomes[at]?.status !== 0);
  expect(failed, JSON.stringify(outcomes, null, 1)).toEqual([]);
});

/** The service is stopped once it has answered. */
function shown({command}: {command: string}, id: string): string {
  const typed = command.replaceAll('<%= config.bin %>', 'adl');
  // What is said to a run needs one that goes on, and what goes on with one, one that was stopped. Another's log is gone first.
  const going =
    'rm -f going.log; adl build --trials 120 --time 60s 2> going.log & until grep -qs leads going.log; do sleep 0.1; done';
  if (['build:stop', 'build:add', 'build:clone'].includes(id))
    return `${going}; ${typed}; said=$?; kill %1; wait %1; test $said = 0`;
  if (id === 'build:resume') return `${going}; kill %1; wait %1; ${typed}`;
  if (id !== 'deploy:serve') return typed;
  const ask =
    'curl --silent --retry 30 --retry-delay 1 --retry-all-errors --fail http://127.0.0.1:8080/v2/health/ready';
  return `${typed} & ${ask} && kill %1 && wait %1`;
}

function file(name: string, text: string): Block {
  return {kind: 'csv', file: name, text, line: 0};
}
