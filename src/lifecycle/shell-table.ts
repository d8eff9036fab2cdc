import type {Described, Place, Typeable} from './surface.js';

/** A text as bash and zsh read it back, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A function of bash and zsh: from a place to what may stand there, in the variables `kind` and `values`. It fails for a
 * place that there is not. Places are called `build|next`, `build|flags`, `build|--metric` and `source|1`.
 * @param item how a command or a flag is written into `values`.
 */
export function follows(surface: readonly Typeable[], item: (one: Described) => string): string {
  const listed = (all: readonly Described[]) => `values+=(${all.map(item).map(quoted).join(' ')})`;
  const lines = surface.flatMap(({words, next, flags, args}) => [
    row(`${words}|next`, listed(next)),
    row(`${words}|flags`, listed(flags)),
    ...flags.flatMap(({name, value}) => (value ? [row(`${words}|${name}`, assigned(value))] : [])),
    ...args.map((place, at) => row(`${words}|${at + 1}`, assigned(place))),
  ]);
  return `_adl_follows() {\n  case $1 in\n${lines.join('\n')}\n    *) return 1 ;;\n  esac\n}`;
}

function row(place: string, does: string): string {
  return `    ${quoted(place)}) ${does} ;;`;
}

function assigned(place: Place): string {
  if (place.kind === 'numbered') return `kind=values; _adl_numbered ${quoted(place.folder)}`;
  const kind = `kind=${place.kind}`;
  return place.kind === 'values' ? `${kind}; values+=(${place.values.map(quoted).join(' ')})` : kind;
}
