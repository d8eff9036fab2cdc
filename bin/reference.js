// The pages of docs/reference, from the commands, the manifest's schema, the error codes and the registries.
// `npm run reference` writes them; a test fails where they have drifted.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {z} from 'zod';
import {exitStatus} from '../dist/base/errors.js';
import {sources} from '../dist/data/sources/registry.js';
import {splitters} from '../dist/data/splits/registry.js';
import {engines} from '../dist/engines/registry.js';
import {formats} from '../dist/export/formats/registry.js';
import {encoders} from '../dist/features/encoders/registry.js';
import {imputers} from '../dist/features/imputers/registry.js';
import {scalers} from '../dist/features/scalers/registry.js';
import {featureTypes} from '../dist/features/types/registry.js';
import {ops} from '../dist/graph/ops/registry.js';
import {manifestSchema} from '../dist/lifecycle/manifest-schema.js';
import {families} from '../dist/models/families/registry.js';
import {layers} from '../dist/nn/layers/registry.js';
import {losses} from '../dist/nn/losses/registry.js';
import {optimizers} from '../dist/nn/optimizers/registry.js';
import {schedules} from '../dist/nn/schedules/registry.js';
import {leakChecks} from '../dist/prepare/leakage/registry.js';
import {ruleTypes} from '../dist/prepare/rules/registry.js';
import {algorithms} from '../dist/search/algorithms/registry.js';
import {targets} from '../dist/serving/targets/registry.js';
import {trackers} from '../dist/tracking/registry.js';
import {metrics} from '../dist/train/metrics/registry.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const note = '<!-- Written by `npm run reference`. Change what it is made from. -->\n';

/** Every page by its name. */
export async function referencePages() {
  return {
    'commands.md': commandsPage(),
    'errors.md': errorsPage(),
    'manifest.md': manifestPage(),
    'algorithms.md': algorithmsPage(),
    'encoders.md': page('Encoders', ['encoder'], summaries(encoders)),
    'engines.md': await enginesPage(),
    'families.md': familiesPage(),
    'feature-types.md': page('Feature types', ['type'], summaries(featureTypes)),
    'formats.md': page('Export formats', ['format'], summaries(formats)),
    'layers.md': layersPage(),
    'imputers.md': page('Imputers', ['imputer'], summaries(imputers)),
    'leak-checks.md': page('Checks for leaks', ['check'], summaries(leakChecks)),
    'losses.md': page('Losses', ['loss'], summaries(losses)),
    'metrics.md': metricsPage(),
    'operators.md': operatorsPage(),
    'optimizers.md': page('Optimizers', ['optimizer'], summaries(optimizers)),
    'rules.md': rulesPage(),
    'scalers.md': page('Scalers', ['scaler'], summaries(scalers)),
    'schedules.md': page('Schedules', ['schedule'], summaries(schedules)),
    'splitters.md': splittersPage(),
    'sources.md': page('Files that can be read', ['kind'], summaries(sources)),
    'targets.md': page('Serving targets', ['target'], summaries(targets)),
    'trackers.md': page('Servers that are told of runs', ['tracker'], summaries(trackers)),
  };
}

function summaries(registry) {
  return Object.entries(registry).map(([name, {summary}]) => [code(name), summary]);
}

function page(title, header, rows) {
  return `# ${title}\n\n${note}\n${table([...header, 'what it is'], rows)}`;
}

function table(header, rows) {
  const lines = [header, header.map(() => '---'), ...rows];
  return `${lines.map((cells) => `| ${cells.map(escaped).join(' | ')} |`).join('\n')}\n`;
}

function escaped(cell) {
  return String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function code(text) {
  return `\`${text}\``;
}

function commandsPage() {
  const {commands} = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'));
  const sections = Object.entries(commands)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, command]) => commandSection(id.replaceAll(':', ' '), command));
  return `# Commands\n\n${note}\nEvery command takes \`--json\` and \`--help\`.\n\n${sections.join('\n')}`;
}

function commandSection(id, {summary, description, args, flags, examples}) {
  const words = Object.values(args).map(({name, required}) => (required ? name : `[${name}]`).toUpperCase());
  const options = Object.values(flags)
    .filter(({name}) => name !== 'json')
    .map((flag) => [
      code(`--${flag.name}${flag.helpValue ? ` ${flag.helpValue}` : ''}`),
      flag.env ? code(flag.env) : '',
      `${flag.description}${flag.required ? ' Required.' : ''}`,
    ]);
  const shown = examples.map(({command}) => command.replaceAll('<%= config.bin %>', 'adl'));
  return [
    `## ${code(['adl', id, ...words].join(' '))}\n`,
    `${summary} ${description ?? ''}\n`,
    ...(options.length > 0 ? [table(['flag', 'environment', 'what it does'], options)] : []),
    `\`\`\`sh\n${shown.join('\n')}\n\`\`\`\n`,
  ].join('\n');
}

function errorsPage() {
  const meaning = {
    1: 'a bug',
    2: 'usage',
    3: 'manifest or configuration',
    4: 'a check failed',
    5: 'something named is missing',
    6: 'a limit was hit',
    7: 'remote',
    130: 'interrupted',
  };
  const rows = Object.entries(exitStatus)
    .sort(([a, left], [b, right]) => left - right || (a < b ? -1 : 1))
    .map(([name, status]) => [code(name), status, meaning[status]]);
  return `# Errors\n\n${note}\nThe code is what a script should look at: it does not change.\n\n${table(['code', 'exit status', 'kind'], rows)}`;
}

function manifestPage() {
  const schema = z.toJSONSchema(manifestSchema, {io: 'input', unrepresentable: 'any'});
  const rows = keysOf(schema, []).map(({path, type, value}) => [code(path.join('.')), type, value]);
  return `# adl.yaml\n\n${note}\n${table(['key', 'holds', 'default'], rows)}`;
}

function keysOf({properties = {}}, above) {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = [...above, name];
    const named =
      typeof schema.additionalProperties === 'object'
        ? keysOf(schema.additionalProperties, [...path, 'NAME'])
        : [];
    const inner = [...keysOf(schema, path), ...named];
    if (inner.length > 0) return inner;
    return [
      {
        path,
        type: holds(schema),
        value: schema.default === undefined ? '' : code(JSON.stringify(schema.default)),
      },
    ];
  });
}

function holds(schema) {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.anyOf) return schema.anyOf.map(holds).join(', or ');
  if (Array.isArray(schema.type)) return schema.type.join(', or ');
  if (schema.type === 'array') return `a list: ${holds(schema.items ?? {})}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object')
    return `by name: ${holds(schema.additionalProperties)}`;
  return schema.type ?? 'any';
}

async function enginesPage() {
  const rows = [];
  for (const [name, load] of Object.entries(engines))
    for (const [device, {summary}] of Object.entries((await load()).devices))
      rows.push([code(name), code(device), summary]);
  return `# Engines and their devices\n\n${note}\n\`adl doctor\` opens each for real.\n\n${table(['engine', 'device', 'what it is'], rows)}`;
}

function familiesPage() {
  const sections = Object.entries(families).map(([name, {summary, space, accepts}]) => {
    const rows = Object.entries(space).map(([parameter, range]) => [
      code(parameter),
      range.type,
      rangeText(range),
    ]);
    const others = Object.keys(accepts).filter((parameter) => !space[parameter]);
    const also =
      others.length > 0 ? `\nA manifest can also have ${others.map(code).join(', ')} in its space.\n` : '';
    return `## ${code(name)}\n\n${summary}\n\n${table(['parameter', 'drawn', 'from'], rows)}${also}`;
  });
  return `# Model families\n\n${note}\n${sections.join('\n')}`;
}

function rangeText({values, low, high}) {
  return values ? values.map((value) => code(value)).join(', ') : `${low} to ${high}`;
}

function algorithmsPage() {
  const rows = Object.entries(algorithms).map(([name, {summary, options}]) => [
    code(name),
    optionText(options),
    summary,
  ]);
  return `# Search algorithms\n\n${note}\n${table(['algorithm', 'options', 'what it is'], rows)}`;
}

function splittersPage() {
  const rows = Object.entries(splitters).map(([name, {summary, options}]) => [
    code(name),
    Object.entries(options)
      .map(([key, need]) => (need === 'needed' ? `${code(key)} (needed)` : code(key)))
      .join(', '),
    summary,
  ]);
  return `# Ways to split\n\n${note}\nEach also knows ${['validation', 'seed', 'folds', 'fold'].map(code).join(', ')}.\n\n${table(['`by`', 'keys of its own', 'what it is'], rows)}`;
}

function layersPage() {
  const rows = Object.entries(layers).map(([name, {summary, options}]) => [
    code(name),
    optionText(options),
    summary,
  ]);
  return `# Layers\n\n${note}\n${table(['layer', 'options', 'what it is'], rows)}`;
}

function optionText(options) {
  const {properties = {}} = z.toJSONSchema(options, {io: 'input'});
  return Object.entries(properties)
    .map(([option, schema]) =>
      schema.default === undefined ? code(option) : code(`${option} = ${JSON.stringify(schema.default)}`),
    )
    .join(', ');
}

function metricsPage() {
  const tasks = {
    'two classes': {kind: 'classification', labels: ['a', 'b']},
    'more classes': {kind: 'classification', labels: ['a', 'b', 'c']},
    numbers: {kind: 'regression', mean: 0, scale: 1},
  };
  const rows = Object.entries(metrics).map(([name, {summary, direction, unfit}]) => {
    const fit = Object.keys(tasks).filter((task) => unfit(tasks[task]) === undefined);
    return [code(name), direction === 'maximize' ? 'higher' : 'lower', fit.join(', '), summary];
  });
  return `# Metrics\n\n${note}\n${table(['metric', 'better is', 'for', 'what it is'], rows)}`;
}

function rulesPage() {
  const rows = Object.values(ruleTypes)
    .sort((a, b) => (a.word < b.word ? -1 : 1))
    .map(({word, summary, example, parameters, condition, threshold, unfiltered}) => [
      code(word),
      code(example.passes),
      [
        ...(parameters.length > 0 ? [parameters.join(', ')] : []),
        ...(condition === 'none' ? [] : ['a condition']),
        ...(unfiltered ? [] : ['`where`']),
        ...(threshold ? ['`with threshold`'] : []),
      ].join(', '),
      summary,
    ]);
  const header = ['rule', 'for example', 'takes', 'what it is'];
  return `# Rules\n\n${note}\nHow they are written: [guide](../guide/rules.md).\n\n${table(header, rows)}`;
}

function operatorsPage() {
  const rows = Object.entries(ops).map(([name, {domain, gradient}]) => [
    code(name),
    domain ?? 'ai.onnx',
    gradient ? 'yes' : '',
  ]);
  return `# Operators\n\n${note}\n${table(['operator', 'domain', 'has a gradient'], rows)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(await referencePages())) {
    const path = join(root, 'docs', 'reference', name);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, text);
  }
}
