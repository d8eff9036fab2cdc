/** Command lines in a project where every stage has run; each ends in a failure that is told. */
export const wordCases = {
  'a flag of build that cannot be': (draws) => {
    const flag = draws.pick(['--trials', '--workers', '--seed', '--time', '--metric']);
    const value = draws.pick([
      '',
      ' ',
      '-1',
      'NaN',
      '1.5',
      '1e400',
      '0x10',
      '9'.repeat(40),
      '__proto__',
      'constructor',
      '∞',
      '1;2',
      '[]',
      '\n',
      '-0.5',
      'x'.repeat(5000),
    ]);
    return {
      words: ['build', `${flag}=${value}`],
      about: `${flag} ${JSON.stringify(value.slice(0, 20))}`,
      expect: 'refused',
    };
  },
  'a time of build that is too short or long': (draws) => {
    const time = draws.pick([
      '0s',
      '0ms',
      '1ms',
      '0.0001s',
      '-5s',
      '5',
      '5 s',
      '1e3s',
      '٣s',
      '10d',
      's',
      '5s5s',
      'PT5S',
    ]);
    return {words: ['build', `--time=${time}`], about: time, expect: 'refused'};
  },
  'a run or a model that is not there': (draws) => {
    const id = draws.pick([
      '',
      '0',
      '-1',
      '9999',
      '../0001',
      '../../..',
      '/etc',
      '__proto__',
      '0001/',
      '.',
      '0001\n',
      '1e3',
      'x'.repeat(3000),
      '\u001b[31m',
    ]);
    const words = draws.pick([
      ['deploy', `--run=${id}`],
      ['build', 'show', '--', id],
      ['deploy', 'predict', 'table.csv', '--output=o.csv', `--model=${id}`],
      ['deploy', 'serve', `--model=${id}`],
    ]);
    return {words, about: JSON.stringify(id.slice(0, 20)), expect: 'refused'};
  },
  'a service folder that cannot be': (draws) => {
    const to = draws.pick([
      '',
      '/dev/null',
      '/dev/null/x',
      'table.csv',
      'table.csv/x',
      '.adl',
      '.adl/x',
      '.',
      '..',
      '/proc/x',
      'x'.repeat(300),
      'adl.yaml',
      '/',
    ]);
    return {words: ['deploy', `--to=${to}`], about: to.slice(0, 20), expect: 'refused'};
  },
  'an output that cannot be': (draws) => {
    const output = draws.pick([
      '',
      'o',
      'o.xls',
      '.',
      'table.csv',
      'none/there/o.csv',
      '.adl',
      '/proc/o.csv',
      `${'x'.repeat(300)}.csv`,
      'adl.yaml',
      'table.csv/o.csv',
    ]);
    return {
      words: ['deploy', 'predict', 'table.csv', `--output=${output}`],
      about: output.slice(0, 20),
      expect: 'refused',
    };
  },
  'words that adl does not know': (draws) => {
    const words = draws.pick([
      ...[
        ['sorce'],
        ['build', 'bulid'],
        ['__proto__'],
        ['constructor'],
        ['build', 'show', '0001', '0001'],
        ['status', 'x'],
        ['run', '--trials=1'],
      ],
      ...[
        ['build', '--constructor=1'],
        ['build', '--__proto__'],
        ['source', '--targe=x', 'table.csv'],
        ['deploy', 'predict'],
        ['deploy', 'serve', '--port=x'],
      ],
      ...[
        ['deploy', 'serve', '--port=70000'],
        ['deploy', 'serve', '--port=-1'],
        ['source', 'table.csv', 'other.csv', '--target=big'],
        ['x'.repeat(5000)],
        ['\u001b[2J'],
      ],
      ...[
        [''],
        [' '],
        ['build', '--trials'],
        ['build', '-t', '1'],
        ['🦆'],
        ['source', '--target'],
        ['init', '--example=nothing', 'new'],
        ['init', 'table.csv'],
      ],
    ]);
    return {words, about: JSON.stringify(words.join(' ').slice(0, 30)), expect: 'refused'};
  },
};
