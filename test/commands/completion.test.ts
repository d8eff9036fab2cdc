import {symlinkSync} from 'node:fs';
import {delimiter, join, resolve} from 'node:path';
import {describe, expect, it, test} from 'vitest';
import {shells} from '../../src/lifecycle/shells/registry.js';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {hasShell, ShellSession} from '../helpers/shell-session.js';
import {hasTerminal, Terminal} from '../helpers/terminal.js';

describe('adl completion', () => {
  test.each(Object.entries(shells))('prints the script for %s, the same in each way', (name, {setup}) => {
    const cwd = temporaryFolder();
    const {status, stdout, stderr} = adl(['completion', name], {cwd});
    expect({status, stderr}).toEqual({status: 0, stderr: ''});
    expect(stdout).not.toContain('{{');
    expect(adl(['completion'], {cwd, env: {SHELL: `/usr/local/bin/${name}`}}).stdout).toBe(stdout);
    const json = JSON.parse(adl(['completion', name, '--json'], {cwd}).stdout);
    expect(json.result).toEqual({shell: name, setup, script: stdout});
  });

  it('says which shells it knows where it is asked for another', () => {
    const cwd = temporaryFolder();
    const misspelt = adl(['completion', 'bsh'], {cwd});
    expect(misspelt).toMatchObject({status: 2, stdout: ''});
    expect(misspelt.stderr).toMatch(/no shell called `bsh`[\s\S]*UNKNOWN_NAME[\s\S]*Did you mean `bash`\?/);
    for (const SHELL of ['/bin/tcsh', '']) {
      const unknown = adl(['completion'], {cwd, env: {SHELL}});
      expect(unknown).toMatchObject({status: 2, stdout: ''});
      expect(unknown.stderr).toContain(SHELL === '' ? 'it is not set' : 'it is `/bin/tcsh`');
      expect(unknown.stderr).toMatch(/Code: ARGUMENT_MISSING\nTry: adl completion bash/);
    }
  });

  it.runIf(hasTerminal)('tells a person who reads the script where its line belongs', async () => {
    const terminal = new Terminal({columns: 100, rows: 30, cwd: temporaryFolder()});
    terminal.enter(`${process.execPath} ${resolve('bin/run.js')} completion fish`);
    const seen = await terminal.until(/This line in/);
    expect(seen).toContain(
      `This line in ~/.config/fish/config.fish runs it:\n\n  ${shells.fish!.setup.line}`,
    );
  });
});

describe.each(Object.entries(shells))('the line for %s', (name, {setup}) => {
  it.runIf(hasTerminal && hasShell(name))('is enough', async () => {
    const bin = temporaryFolder();
    symlinkSync(resolve('bin/run.js'), join(bin, 'adl'));
    const env = {PATH: `${bin}${delimiter}${process.env.PATH}`};
    const session = await ShellSession.start(name, {cwd: bin, script: setup.line, env});
    expect(await session.completed(['adl bui', 'adl deploy pr'])).toEqual([['build'], ['deploy', 'predict']]);
  });
});
