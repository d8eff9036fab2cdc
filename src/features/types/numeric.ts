import {doubles, strings} from '../../base/tensor.js';
import {identifier, literal} from '../../data/identifier.js';
import {numberPattern} from '../../data/number-pattern.js';
import type {Builder, Value} from '../../graph/ops/op.js';
import type {FeatureType} from './feature-type.js';

/** A quantity. Text that is no number, and numbers that a 32-bit float cannot hold, are missing. */
export const numeric: FeatureType = {
  summary: 'A quantity: more and less mean something.',
  usable: true,
  accepts: ['number', 'string'],
  readable: ({raw, numericShare}) => (raw === 'number' ? 1 : numericShare),
  fit: () => undefined,
  fitted: () => null,
  columns: ({name}) => [{name, encoding: {kind: 'numeric'}}],
  sql: ({name, raw}) => [
    `TRY_CAST(${raw === 'number' ? identifier(name) : guarded(identifier(name))} AS FLOAT)`,
  ],
  graph: (builder, raw, column) => {
    const double = column.raw === 'number' ? raw : parsed(builder, raw);
    return [finite(builder, builder.emit('Cast', [double], {to: 'float'}))];
  },
  example: {
    raw: 'string',
    values: [
      '1',
      ' -2.5 ',
      '+.5e3',
      '1e39',
      '1e-45',
      '1e-60',
      'nan',
      'inf',
      '12abc',
      '0x10',
      '',
      null,
      '7\n',
      '-0',
    ],
  },
};

function guarded(column: string): string {
  return `CASE WHEN regexp_full_match(${column}, ${literal(numberPattern)}) THEN TRY_CAST(${column} AS DOUBLE) END`;
}

/** A cast ends the whole run on text that is no number, so such text is replaced first. */
function parsed(builder: Builder, text: Value): Value {
  const isNumber = builder.emit('RegexFullMatch', [text], {pattern: numberPattern});
  const safe = builder.emit('Where', [isNumber, text, builder.constant(strings([], ['0']))]);
  const number = builder.emit('Cast', [safe], {to: 'double'});
  return builder.emit('Where', [isNumber, number, builder.constant(doubles([], [Number.NaN]))]);
}

function finite(builder: Builder, float: Value): Value {
  return builder.emit('Where', [builder.emit('IsInf', [float]), builder.scalar(Number.NaN), float]);
}
