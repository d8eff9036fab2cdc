import type {Place, Typeable} from '../surface.js';
import type {Shell} from './shell.js';

export const fish: Shell = {
  summary: 'Fish, 3 or newer.',
  setup: {file: '~/.config/fish/config.fish', line: 'adl completion fish | source'},
  table: (surface) =>
    [
      `set -g __adl_commands ${surface.map(({words}) => quoted(words)).join(' ')}`,
      `set -g __adl_valued ${surface.flatMap(valued).map(quoted).join(' ')}`,
      ...surface.flatMap(lines),
    ].join('\n'),
};

/** In fish's single quotes a backslash escapes itself and the quote, and nothing else means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

function valued({words, flags}: Typeable): string[] {
  return flags.filter(({value}) => value).map(({name}) => `${words} ${name}`);
}

function lines({words, next, flags, args}: Typeable): string[] {
  const at = (place: string | number) => `-n ${quoted(`__adl_at ${quoted(words)} ${place}`)}`;
  const told = (summary: string) => `-d ${quoted(summary.replaceAll(/\s+/g, ' '))}`;
  // Of itself it offers flags only behind a dash; where one command is all else that there is, that went in at once.
  const bare = words !== '' && args.length === 0 ? flags : [];
  return [
    ...next.map(({name, summary}) => `${at('next')} -a ${quoted(name)} ${told(summary)}`),
    ...bare.map(({name, summary}) => `${at('any')} -a ${quoted(name)} ${told(summary)}`),
    ...flags.map(({name, summary, value}) =>
      [at('any'), `-l ${name.slice(2)}`, told(summary), ...(value ? [taken[value.kind], one(value)] : [])]
        .join(' ')
        .trim(),
    ),
    ...args.map((place, index) => `${at(index + 1)} ${taken[place.kind]} ${one(place)}`.trim()),
  ].map((line) => `complete -c adl ${line}`);
}

const taken: Record<Place['kind'], string> = {
  values: '-x',
  numbered: '-x',
  anything: '-x',
  files: '-r -F',
  folders: '-x',
};

/** Fish reads what follows `-a` as a line of its own, so every value is quoted once for it and once for the script. */
function one(place: Place): string {
  if (place.kind === 'numbered') return `-a ${quoted(`(__adl_numbered ${quoted(place.folder)})`)}`;
  if (place.kind === 'folders') return `-a ${quoted('(__fish_complete_directories)')}`;
  return place.kind === 'values' ? `-a ${quoted(place.values.map(quoted).join(' '))}` : '';
}
