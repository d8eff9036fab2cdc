import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {actsOf, matcher, type Step} from '../helpers/guide-page.js';
import {type Outcome, perform} from '../helpers/guide-session.js';

const folder = 'docs/guide';
const pages = [
  'README.md',
  ...readdirSync(folder)
    .sort()
    .map((name) => join(folder, name)),
];

const needsPython = ({command}: Step) => command.startsWith('python ');
/** With the libraries that `.ci/run` installs for it. */
const hasPython = existsSync('bench/.venv/bin/python');
if (!hasPython && process.env.ADL_REQUIRE_PEERS === '1')
  throw new Error('Python is required here, and bench/.venv has none.');
if (!hasPython) console.warn('bench/.venv has no Python: what the guide types there is not tried.');

describe('what is typed in the guide does what the guide shows', {timeout: 180_000}, () => {
  it.each(pages)('%s', async (page) => {
    const acts = actsOf(page).filter((act) => hasPython || !('run' in act && needsPython(act.run)));
    const steps = acts.flatMap((act) => ('run' in act ? [act.run] : []));
    const outcomes = await perform(acts);
    for (const [at, step] of steps.entries()) expectShown(page, step, outcomes[at], steps[at + 1]);
  });
});

/** A command succeeds, or the page asks at once for the status that it failed with. */
function expectShown(page: string, {command, shown, line}: Step, outcome: Outcome | undefined, next?: Step) {
  const place = `${page}:${line}: ${command}`;
  expect(outcome, `${place}\nwas not reached`).toBeDefined();
  const {status, printed} = outcome!;
  if (next?.command !== 'echo $?') expect(status, `${place}\nprinted:\n${printed}`).toBe(0);
  expect(printed.endsWith('\n') ? printed : `${printed}\n`, place).toMatch(matcher(shown));
}
