import {follows} from '../shell-table.js';
import type {Shell} from './shell.js';

export const zsh: Shell = {
  summary: 'Zsh, 5 or newer.',
  setup: {file: '~/.zshrc', line: 'eval "$(adl completion zsh)"'},
  table: (surface) => follows(surface, ({name, summary}) => `${name}:${summary.replaceAll(/\s+/g, ' ')}`),
};
