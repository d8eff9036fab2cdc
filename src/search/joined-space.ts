import type {Proposal} from './algorithms/algorithm.js';
import type {Parameter, Point, Space} from './space.js';

/** No parameter's: theirs have a slash. */
const familyName = 'family';

/** The spaces of all families as one: the family is a parameter, on which the others depend. */
export function joinedSpace(spaces: Readonly<Record<string, Space>>): Space {
  const families = Object.entries(spaces);
  const own = families.flatMap(([family, space]) =>
    Object.entries(space).map(([name, parameter]): [string, Parameter] => {
      const when = Object.entries(parameter.when ?? {}).map(([parent, values]) => [
        joinedName(family, parent),
        values,
      ]);
      return [
        joinedName(family, name),
        {...parameter, when: {[familyName]: [family], ...Object.fromEntries(when)}},
      ];
    }),
  );
  return {[familyName]: {type: 'choice', values: Object.keys(spaces)}, ...Object.fromEntries(own)};
}

export function joinedPoint({family, parameters}: Proposal): Point {
  const own = Object.entries(parameters).map(([name, value]) => [joinedName(family, name), value]);
  return {[familyName]: family, ...Object.fromEntries(own)};
}

export function proposalOf({[familyName]: family, ...others}: Point): Proposal {
  const start = joinedName(String(family), '').length;
  const own = Object.entries(others).map(([name, value]) => [name.slice(start), value]);
  return {family: String(family), parameters: Object.fromEntries(own)};
}

function joinedName(family: string, name: string): string {
  return `${family}/${name}`;
}
