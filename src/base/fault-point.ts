import {writeFileSync} from 'node:fs';

/**
 * Where a test has processes die. `ADL_FAULT` names the place, how often it is passed before, a file by which the processes of
 * a run know that it has happened, and who dies: `half-written-checkpoint 3 /tmp/mark self`, or `self-and-parent`.
 * @returns what is called at the place, or undefined where nothing is to happen there
 */
export function faultPoint(
  place: string,
  environment: Readonly<Record<string, string | undefined>>,
): (() => void) | undefined {
  const [named, passes, mark, who] = environment.ADL_FAULT?.split(' ') ?? [];
  if (named !== place || mark === undefined) return undefined;
  let left = Number(passes);
  return () => {
    left -= 1;
    if (left >= 0 || !claimed(mark)) return;
    if (who === 'self-and-parent') process.kill(process.ppid, 'SIGKILL');
    process.kill(process.pid, 'SIGKILL');
  };
}

/** Whether this is the first to get there. */
function claimed(mark: string): boolean {
  try {
    writeFileSync(mark, '', {flag: 'wx'});
    return true;
  } catch {
    return false;
  }
}
