import {existsSync, lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {runAdl} from './adl.js';
import {judge, parsed} from './judge.js';
import {changes, falseSnapshots, filesOf, leftBehind, losses, unfinishedRuns} from './state.js';

/** One case as it goes on: commands are run, judged, and what they leave is looked at. */
export function openSession({entry, box, hostile, limit}) {
  const {project, outside, scratch, env} = box;
  const session = {faults: [], ended: []};
  const tell = (bar, what, words = []) => session.faults.push({bar, what, command: `adl ${shown(words)}`});

  /** Runs a command once. */
  const run = async (words) => {
    const before = {left: leftBehind(project), outside: filesOf(outside), scratch: readdirSync(scratch)};
    const ended = await runAdl(entry, words, {cwd: project, env, limit, heavy: hostile.heavy});
    session.ended.push(ended);
    for (const {bar, what} of judge(ended, hostile)) tell(bar, what, words);
    // What is killed cannot tidy up.
    if (ended.signal) return ended;
    for (const path of leftBehind(project))
      if (!before.left.includes(path)) tell('snapshots', `left behind: ${path}`, words);
    for (const name of readdirSync(scratch))
      if (!before.scratch.includes(name))
        tell('snapshots', `left in the folder for temporary files: ${name}`, words);
    for (const path of differing(before.outside, filesOf(outside)))
      tell('snapshots', `changed outside of the project: ${path}`, words);
    return ended;
  };

  /** Runs a command; where it fails also in the other form, which has to end alike. */
  const both = async (words) => {
    const forms = [words, [...words, '--json']];
    if (hostile.draws.chance(0.5)) forms.reverse();
    const first = await run(forms[0]);
    if (first.status === 0 || first.hung || hostile.heavy) return first;
    const second = await run(forms[1]);
    if (second.status !== first.status && !hostile.meanwhile)
      tell('messages', `exit ${first.status}, then ${second.status} in the other form`, words);
    return first;
  };

  /** What a failure may not have done to a project. */
  const checkUntouched = (before, words, {top = true} = {}) => {
    // What is killed cannot tidy up; what it had finished has to be there all the same.
    const wasKilled = session.ended.some(({signal}) => signal);
    const after = filesOf(project);
    const failedRun = /^\.adl[/\\]runs[/\\]\d+[/\\]journal\.ndjson is new$/;
    const found = (wasKilled || words[0] === 'run' ? losses(before, after) : changes(before, after)).filter(
      (one) => !failedRun.test(one),
    );
    for (const what of found) tell('snapshots', `a command that failed: ${what}`, words);
    if (wasKilled) return;
    for (const what of unfinishedRuns(project)) tell('snapshots', what, words);
    if (top)
      for (const name of newAtTop(before, after))
        tell('snapshots', `a command that failed left ${JSON.stringify(name)}`, words);
  };

  /** What a success may not have done, and what has to be there after it. */
  const checkKept = async (before, words) => {
    for (const what of losses(before, filesOf(project))) tell('snapshots', what, words);
    for (const what of await falseSnapshots(project))
      tell('snapshots', `a snapshot that is not what it says: ${what}`, words);
  };

  /** Runs a command that has to succeed, whatever came before. @returns its result */
  const succeeds = async (words, because) => {
    const ended = await run([...words, '--json']);
    const value = parsed(ended.stdout);
    if (ended.status !== 0 && !ended.hung)
      tell('answers', `exit ${ended.status} ${because}: ${value?.message?.slice(0, 160)}`, words);
    return value?.result;
  };

  /** What was to come of it, where that is known. */
  const checkExpected = ({status, hung}, words) => {
    // `build show` looks at runs alone, whatever the manifest says.
    const isAside = hostile.scenario === 'manifest' && words[1] === 'show';
    if (hostile.expect === undefined || hung || isAside) return;
    const did = status === 0 ? 'accepted' : 'refused';
    if (did !== hostile.expect)
      tell('answers', `to be ${hostile.expect}, was ${did} (exit ${status})`, words);
  };

  return Object.assign(session, {run, both, tell, succeeds, checkUntouched, checkKept, checkExpected});
}

function shown(words) {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word)).slice(0, 60))
    .join(' ');
}

function differing(before, after) {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

function newAtTop(before, after) {
  const top = (files) => new Set([...files.keys()].map((path) => path.split(/[/\\]/)[0]));
  const had = top(before);
  return [...top(after)].filter((name) => !had.has(name) && !['.adl', '.gitignore'].includes(name));
}

/** Whether something is there, a link that leads nowhere included. */
export function isThere(folder, name) {
  return (
    existsSync(join(folder, name)) || lstatSync(join(folder, name), {throwIfNoEntry: false}) !== undefined
  );
}
