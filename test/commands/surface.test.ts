import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {describe, expect, it, test} from 'vitest';
import {metrics} from '../../src/train/metrics/registry.js';
import {adl, temporaryFolder} from '../helpers/adl.js';

const manifest = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {
  commands: Record<
    string,
    {
      args: object;
      flags: Record<string, {env?: string; required?: boolean}>;
      summary: string;
      examples: unknown[];
    }
  >;
};
const commands = Object.entries(manifest.commands).map(([id, command]) => ({
  id: id.replaceAll(':', ' '),
  command,
}));

describe('the command line', () => {
  it('has these commands, arguments and flags', () => {
    const surface = commands
      .map(({id, command: {args, flags}}) => {
        const options = Object.entries(flags)
          .filter(([name]) => name !== 'json')
          .map(([name, {env}]) => `--${name}${env ? ` (${env})` : ''}`)
          .sort();
        return [id, ...Object.keys(args).map((name) => name.toUpperCase()), ...options].join(' ');
      })
      .sort();
    expect(surface).toMatchInlineSnapshot(`
      [
        "build --adaptive --device (ADL_DEVICE) --engine (ADL_ENGINE) --memory (ADL_MEMORY) --metric (ADL_METRIC) --mlflow (ADL_MLFLOW) --seed (ADL_SEED) --strategy (ADL_STRATEGY) --time (ADL_TIME) --trials (ADL_TRIALS) --workers (ADL_WORKERS)",
        "build add --family --run (ADL_RUN) --set",
        "build clone TRIAL --run (ADL_RUN) --set",
        "build compare ID --md",
        "build plan --adaptive --device (ADL_DEVICE) --engine (ADL_ENGINE) --memory (ADL_MEMORY) --metric (ADL_METRIC) --seed (ADL_SEED) --strategy (ADL_STRATEGY) --time (ADL_TIME) --trials (ADL_TRIALS) --workers (ADL_WORKERS)",
        "build replay RUN",
        "build resume RUN --force --workers (ADL_WORKERS)",
        "build show --all --columns --follow --run (ADL_RUN) --sql --top",
        "build stop TRIAL --run (ADL_RUN)",
        "build track --mlflow (ADL_MLFLOW) --run (ADL_RUN)",
        "completion SHELL",
        "deploy --force --run (ADL_RUN) --to (ADL_TO)",
        "deploy predict FILE --model (ADL_MODEL) --output (ADL_OUTPUT)",
        "deploy serve --host (ADL_HOST) --model (ADL_MODEL) --port (ADL_PORT)",
        "doctor",
        "init DIR --example (ADL_EXAMPLE)",
        "run",
        "source FILE --fold --target (ADL_TARGET)",
        "source advise --time",
        "source profile FILE --html --target --where",
        "source types FILE --set",
        "source validate FILE --environment (ADL_ENVIRONMENT) --rejects --rules --save --suggest",
        "status",
      ]
    `);
  });

  test.each(commands)('explains `adl $id` with an example', ({id, command}) => {
    const {status, stdout, stderr} = adl([...id.split(' '), '--help'], {cwd: temporaryFolder()});
    expect({status, stderr}).toEqual({status: 0, stderr: ''});
    expect(stdout).toContain(command.summary);
    expect(stdout).toMatch(/EXAMPLES\n[\s\S]*\$ adl /);
  });

  it('names every metric where one can be chosen', () => {
    const {description} = manifest.commands.build!.flags.metric as {description: string};
    expect(description.match(/[a-z0-9]+(-[a-z0-9]+)*/g)).toEqual(
      expect.arrayContaining(Object.keys(metrics)),
    );
  });

  it('answers --version without loading the commands', () => {
    const {status, stdout} = adl(['--version'], {cwd: temporaryFolder()});
    expect(status).toBe(0);
    expect(stdout).toBe(`adl-cli/0.1.0 ${process.platform}-${process.arch} node-${process.version}\n`);
  });

  it('says without a command how to begin, and takes the usual words for the version', () => {
    const cwd = temporaryFolder();
    const {status, stdout} = adl([], {cwd});
    expect(status).toBe(0);
    expect(stdout).toContain('$ adl init penguins --example penguins && cd penguins && adl run');
    for (const word of ['-v', 'version'])
      expect(adl([word], {cwd}).stdout).toBe(adl(['--version'], {cwd}).stdout);
  });

  it('takes `help` before a command for `--help` behind it', () => {
    const cwd = temporaryFolder();
    expect(adl(['help', 'build', 'show'], {cwd}).stdout).toBe(adl(['build', 'show', '--help'], {cwd}).stdout);
  });

  it('writes no colour where NO_COLOR is set or nobody looks', () => {
    const {stderr} = adl(['biuld'], {cwd: temporaryFolder(), env: {NO_COLOR: '1'}});
    expect(stderr).not.toContain('\u001b');
  });

  it('does not mind a reader that leaves', async () => {
    const child = spawn(process.execPath, ['bin/run.js', '--help'], {stdio: ['ignore', 'pipe', 'pipe']});
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const status = await new Promise((done) => child.on('close', done));
    expect({status, stderr}).toEqual({status: 0, stderr: ''});
  });
});
