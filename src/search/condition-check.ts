import {nearest} from '../base/nearest.js';
import type {Misfit} from './range-check.js';
import {valuesOf} from './scale.js';
import type {Parameter, Space} from './space.js';

/** The first misfit of the conditions that some parameters have, in a space whose ranges are sound. */
export function conditionMisfit(
  space: Space,
  names: readonly string[] = Object.keys(space),
): Misfit | undefined {
  for (const name of names) {
    const when = space[name]!.when;
    const misfit = when === undefined ? undefined : whenMisfit(name, when, space);
    if (misfit) return {...misfit, path: [name, 'when', ...misfit.path]};
  }
  for (const name of names) {
    const circle = circleFrom(name, space);
    if (circle)
      return {
        path: [name, 'when'],
        expected: 'conditions that do not lead back to themselves',
        got: circle.join(' → '),
      };
  }
  return undefined;
}

function whenMisfit(name: string, when: unknown, space: Space): Misfit | undefined {
  if (typeof when !== 'object' || when === null || Array.isArray(when))
    return {path: [], expected: 'parameters, each with a list of values', got: when ?? undefined};
  for (const [parent, values] of Object.entries(when)) {
    const other = Object.hasOwn(space, parent) ? space[parent] : undefined;
    const misfit = other ? valuesMisfit(parent, values, other) : unknownParent(name, parent, space);
    if (misfit) return {...misfit, path: [parent, ...misfit.path]};
  }
  return undefined;
}

function unknownParent(name: string, parent: string, space: Space): Misfit {
  const others = Object.keys(space).filter((other) => other !== name);
  const close = nearest(parent, others);
  return {
    path: [],
    expected: `another parameter: ${others.map((other) => `\`${other}\``).join(', ')}`,
    got: parent,
    suggestion: close && `Did you mean \`${close}\`?`,
  };
}

function valuesMisfit(parent: string, values: unknown, other: Parameter): Misfit | undefined {
  const known = valuesOf(other);
  if (!known)
    return {
      path: [],
      expected: `a parameter with values that can be listed, which \`${parent}\` has not`,
      got: other.type,
    };
  const some = known.slice(0, 8);
  if (!Array.isArray(values) || values.length === 0)
    return {
      path: [],
      expected: 'a list that is not empty',
      got: values ?? undefined,
      remedy: [some[0]],
    };
  const odd = values.findIndex((value) => !known.includes(value));
  if (odd < 0) return undefined;
  const listed = some.map((value) => `\`${value}\``).join(', ');
  const expected = `a value of \`${parent}\`: ${listed}${known.length > some.length ? ' …' : ''}`;
  return {path: [odd], expected, got: values[odd]};
}

/** The way from a parameter back to itself. */
function circleFrom(start: string, space: Space): string[] | undefined {
  const walk = (trail: readonly string[]): string[] | undefined => {
    for (const parent of Object.keys(space[trail.at(-1)!]?.when ?? {})) {
      if (parent === start) return [...trail, parent];
      const found = trail.includes(parent) ? undefined : walk([...trail, parent]);
      if (found) return found;
    }
    return undefined;
  };
  return walk([start]);
}
