import {follows} from '../shell-table.js';
import type {Shell} from './shell.js';

export const bash: Shell = {
  summary: 'Bash, 4 or newer.',
  setup: {file: '~/.bashrc', line: 'eval "$(adl completion bash)"'},
  table: (surface) => follows(surface, ({name}) => name),
};
