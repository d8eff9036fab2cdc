import {z} from 'zod';
import type {Json} from '../base/json.js';
import {families} from '../models/families/registry.js';
import {algorithms} from '../search/algorithms/registry.js';
import type {Misfit} from '../search/range-check.js';
import {stoppingOptions} from '../search/stopping.js';
import {nameIn, nameSuggestion} from './name-in.js';
import {spaceMisfit, type Written} from './search-spaces.js';

/** The options of all algorithms by their names; each has its defaults, which the algorithm puts in itself. */
const optionSchemas: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  Object.values(algorithms)
    .flatMap(({options}) => Object.entries(options.shape as Record<string, z.ZodType>))
    .map(([name, schema]) => [name, optional(schema)]),
);

function optional(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodDefault)) return schema.optional();
  return (schema.unwrap() as z.ZodType).optional().meta({examples: [schema.parse(undefined)]});
}

/** `build.search`: what is tried, how far, and from which spaces. */
export const searchSchema = z
  .strictObject({
    algorithm: nameIn(algorithms, 'search algorithm').default('random'),
    trials: z.int().min(1).max(10_000).default(32),
    epochs: z.int().min(1).default(10),
    ...(optionSchemas as object),
    stopping: stoppingOptions.optional(),
    space: z.record(z.string(), z.record(z.string(), z.unknown() as z.ZodType<Json>)).optional(),
  })
  .superRefine((section, context) => {
    if (context.issues.length > 0) return;
    const misfit = optionMisfit(section) ?? spacesMisfit(section.space ?? {});
    if (!misfit) return;
    const {path, expected, got, remedy, suggestion} = misfit;
    context.addIssue({
      ...{code: 'custom', path: [...path], message: `Expected ${expected}`, input: got},
      params: {...(suggestion && {suggestions: [suggestion]}), ...(remedy !== undefined && {remedy})},
    });
  });
export type SearchSection = z.output<typeof searchSchema>;

/** The options of its algorithm that a section holds. */
export function optionsIn(section: SearchSection): Record<string, unknown> {
  const own = Object.entries(section).filter(([name]) => Object.hasOwn(optionSchemas, name));
  return Object.fromEntries(own.filter(([, value]) => value !== undefined));
}

function optionMisfit(section: SearchSection): Misfit | undefined {
  const {algorithm, trials, epochs} = section;
  const {options: known, unfit} = algorithms[algorithm]!;
  const options = optionsIn(section);
  for (const [name, got] of Object.entries(options)) {
    if (Object.hasOwn(known.shape, name)) continue;
    const others = Object.keys(algorithms).filter((other) =>
      Object.hasOwn(algorithms[other]!.options.shape, name),
    );
    const suggestion = `Write \`algorithm: ${others[0]}\`, or leave out \`${name}\`.`;
    return {path: [name], expected: `only what \`${algorithm}\` takes`, got, suggestion};
  }
  const misfit = unfit({trials, epochs, options});
  return misfit && {...misfit, path: [misfit.option], got: options[misfit.option]};
}

function spacesMisfit(spaces: Readonly<Record<string, Written>>): Misfit | undefined {
  for (const [name, written] of Object.entries(spaces)) {
    const misfit = familyMisfit(name, written);
    if (misfit) return {...misfit, path: ['space', name, ...misfit.path]};
  }
  return undefined;
}

function familyMisfit(name: string, written: Written): Misfit | undefined {
  if (!Object.hasOwn(families, name))
    return {
      ...{path: [], expected: 'the name of a model family', got: name},
      suggestion: nameSuggestion(name, Object.keys(families)),
    };
  const family = families[name]!;
  const unknown = Object.keys(written).find((parameter) => !Object.hasOwn(family.accepts, parameter));
  if (unknown === undefined) return spaceMisfit(family, written);
  return {
    ...{path: [unknown], expected: `the name of a parameter of \`${name}\``, got: unknown},
    suggestion: nameSuggestion(unknown, Object.keys(family.accepts)),
  };
}
