import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, test} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';

const table = 'a,b,kind\n1,x,yes\n2,y,no\n3,x,yes\n4,y,no\n';
const manifest = 'source:\n  tables: {rows: {uri: rows.csv}}\n  target: kind\n';

interface Case {
  what: string;
  words: string[];
  files?: Record<string, string>;
  status: number;
  code: string;
  says: string;
  suggests?: string;
}

/** One failure of each kind that this table knows; a row is all that a new one needs. */
const cases: Case[] = [
  {
    what: 'an unknown flag',
    words: ['source', '--targe', 'x'],
    status: 2,
    code: 'FLAG_UNKNOWN',
    says: '--targe',
    suggests: '--target',
  },
  {
    what: 'an unknown command',
    words: ['biuld'],
    status: 2,
    code: 'COMMAND_UNKNOWN',
    says: 'biuld',
    suggests: 'adl build',
  },
  {
    what: 'an unknown command below another',
    words: ['build', 'shwo'],
    status: 2,
    code: 'COMMAND_UNKNOWN',
    says: 'build shwo',
    suggests: 'adl build show',
  },
  {
    what: 'help for an unknown command',
    words: ['help', 'biuld'],
    status: 2,
    code: 'COMMAND_UNKNOWN',
    says: 'biuld',
    suggests: 'adl build --help',
  },
  {
    what: 'a missing argument',
    words: ['deploy', 'predict', '--output', 'x.csv'],
    status: 2,
    code: 'ARGUMENT_MISSING',
    says: 'FILE',
  },
  {
    what: 'a missing flag',
    words: ['deploy', 'predict', 'x.csv'],
    status: 2,
    code: 'ARGUMENT_MISSING',
    says: '--output',
  },
  {
    what: 'an argument too many',
    words: ['build', '--trials', '2', 'now'],
    status: 2,
    code: 'ARGUMENT_UNEXPECTED',
    says: 'now',
  },
  {
    what: 'a flag with a bad value',
    words: ['build', '--trials', 'many'],
    status: 2,
    code: 'FLAG_INVALID',
    says: '--trials',
  },
  {
    what: 'a flag with a value above the most there may be',
    words: ['build', '--trials', '10001'],
    status: 2,
    code: 'FLAG_INVALID',
    says: 'from 1 to 10000',
    suggests: '--trials 10000',
  },
  {
    what: 'a flag without a value',
    words: ['build', '--time'],
    status: 2,
    code: 'FLAG_INVALID',
    says: '--time',
  },
  {
    what: 'no manifest',
    words: ['status'],
    status: 5,
    code: 'MANIFEST_MISSING',
    says: 'adl.yaml',
    suggests: 'adl source',
  },
  {
    what: 'a file that is not there',
    words: ['source', 'nowhere.csv', '--target', 'kind'],
    status: 5,
    code: 'FILE_MISSING',
    says: 'nowhere.csv',
  },
  {
    what: 'a target that is not there',
    words: ['source', 'rows.csv', '--target', 'knd'],
    files: {'rows.csv': table},
    status: 5,
    code: 'TARGET_MISSING',
    says: 'knd',
    suggests: 'kind',
  },
  {
    what: 'an unknown manifest key',
    words: ['source'],
    files: {'rows.csv': table, 'adl.yaml': `${manifest}  colums: {}\n`},
    status: 3,
    code: 'MANIFEST_UNKNOWN_KEY',
    says: 'line 4',
    suggests: 'columns',
  },
  {
    what: 'a manifest that is no YAML',
    words: ['source'],
    files: {'rows.csv': table, 'adl.yaml': 'source: [1,\n'},
    status: 3,
    code: 'MANIFEST_SYNTAX',
    says: 'line',
  },
  {
    what: 'a build without a snapshot',
    words: ['build'],
    files: {'rows.csv': table, 'adl.yaml': manifest},
    status: 5,
    code: 'SNAPSHOT_MISSING',
    says: 'snapshot',
    suggests: 'adl source',
  },
  {
    what: 'a deploy without a run',
    words: ['deploy'],
    files: {'rows.csv': table, 'adl.yaml': manifest},
    status: 5,
    code: 'RUN_MISSING',
    says: 'run',
    suggests: 'adl build',
  },
];

describe('a failure', () => {
  test.each(cases)('by $what is told in words', ({words, files, status, code, says, suggests}) => {
    const ended = adl(words, {cwd: folderWith(files)});
    expect(ended).toMatchObject({status, stdout: ''});
    expect(ended.stderr).toContain('Error: ');
    expect(ended.stderr).toContain(`Code: ${code}`);
    expect(ended.stderr).toContain(says);
    if (suggests) expect(ended.stderr).toMatch(new RegExp(`^(Try: |Did you mean ).*${suggests}`, 'm'));
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
  });

  test.each(cases)('by $what ends the same under --json', ({words, files, status, code, says}) => {
    const ended = adl([...words, '--json'], {cwd: folderWith(files)});
    expect(ended.status).toBe(status);
    const failure = JSON.parse(ended.stdout);
    expect(failure).toEqual({
      ...{status, code, message: expect.stringContaining(says)},
      suggestions: expect.arrayContaining([expect.any(String)]),
    });
    expect(ended.stdout.length).toBeLessThan(4096);
  });

  it('with a very long word stays short', () => {
    const ended = adl(['build', `--${'x'.repeat(20_000)}`, '--json'], {cwd: temporaryFolder()});
    expect(ended.status).toBe(2);
    expect(ended.stdout.length).toBeLessThan(4096);
  });
});

describe('a value from the environment', () => {
  it('is checked like a flag and gives way to it', () => {
    const cwd = temporaryFolder();
    const env = {ADL_TRIALS: 'many'};
    expect(adl(['build'], {cwd, env}).stderr).toContain('Code: FLAG_INVALID');
    expect(adl(['build', '--trials', '2'], {cwd, env}).stderr).toContain('Code: MANIFEST_MISSING');
  });
});

function folderWith(files: Record<string, string> = {}): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
