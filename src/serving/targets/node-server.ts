import type {Json} from '../../base/json.js';
import type {ModelSignature} from '../../base/signature.js';
import type {ServiceFacts, Target} from './target.js';

/** A folder that `npm install && npm start` turns into a running service, on Node alone. */
export const nodeServer: Target = {
  summary: 'A Node service that answers the Open Inference Protocol.',
  blanks: ({signature, response}) => ({
    adl: signature.adl,
    name: signature.name,
    version: signature.version,
    package: packageName(signature.name),
    path: encodeURIComponent(signature.name),
    inputs: inputTable(signature),
    outputs: outputTable(signature),
    response: readable(response),
  }),
  files: ({request}) => ({'request.json': `${readable(request)}\n`}),
  modelFolder: 'model',
  next: (folder) => [`cd ${folder}`, 'npm install', 'npm start'],
  example: example(),
};

/** JSON with an array of plain values on one line. */
function readable(value: Json): string {
  const short = (array: string) => array.replaceAll(/\n\s*/g, ' ').replace('[ ', '[').replace(/ \]$/, ']');
  return JSON.stringify(value, undefined, 2).replaceAll(/\[\n[^[\]{}]*\n\s*\]/g, short);
}

/** A name that npm takes. The ending keeps it apart from the names of the packages that it depends on. */
function packageName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 200);
  return plain ? `${plain}-service` : 'adl-service';
}

function inputTable({inputs}: ModelSignature): string {
  const rows = inputs.map(
    ({name, datatype}) => `| \`${cell(name)}\` | ${datatype} | ${datatype === 'FP64' ? 'numbers' : 'text'} |`,
  );
  return ['| input | datatype | |', '|---|---|---|', ...rows].join('\n');
}

function outputTable({outputs, labels}: ModelSignature): string {
  const rows = outputs.map(({name, datatype, shape}) => {
    const columns =
      shape.length > 1 ? `, one for each of ${labels?.map((label) => `\`${cell(label)}\``).join(', ')}` : '';
    return `| \`${cell(name)}\` | ${datatype} | [${['rows', ...shape.slice(1)].join(', ')}]${columns} |`;
  });
  return ['| output | datatype | shape |', '|---|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

function example(): ServiceFacts {
  const signature: ModelSignature = {
    name: 'Bird strikes',
    version: '2',
    adl: '0.1.0',
    task: 'classification',
    inputs: [
      {name: 'Speed', datatype: 'FP64'},
      {name: 'Sky', datatype: 'BYTES'},
    ],
    outputs: [
      {name: 'label', datatype: 'BYTES', shape: [-1]},
      {name: 'probabilities', datatype: 'FP32', shape: [-1, 2]},
    ],
    labels: ['false', 'true'],
  };
  const inputs = [
    {name: 'Speed', shape: [1], datatype: 'FP64', data: [250]},
    {name: 'Sky', shape: [1], datatype: 'BYTES', data: ['clear']},
  ];
  const outputs = [
    {name: 'label', datatype: 'BYTES', shape: [1], data: ['false']},
    {name: 'probabilities', datatype: 'FP32', shape: [1, 2], data: [0.75, 0.25]},
  ];
  const response = {model_name: 'Bird strikes', model_version: '2', id: 'example', outputs};
  return {signature, request: {id: 'example', inputs}, response};
}
