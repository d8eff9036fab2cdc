import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import type {ColumnSketch} from '../../src/data/sketches/column-sketch.js';
import {distinctEstimate} from '../../src/data/sketches/distinct-sketch.js';
import {quantile} from '../../src/data/sketches/quantile.js';
import {birdsCsv} from '../helpers/birds.js';
import {folderWith, runSource} from '../helpers/source.js';

it('keeps sketches of the training rows with a snapshot', async () => {
  const folder = folderWith({'t.csv': birdsCsv(400)});
  const {result} = await runSource(folder, {file: 't.csv', target: 'harmed'});
  const path = join(folder, '.adl/snapshots', result.snapshot, 'sketches.json');
  const {train} = JSON.parse(readFileSync(path, 'utf8')) as {train: ColumnSketch[]};
  expect(train.map(({name}) => name)).toEqual(['speed', 'phase', 'date']);
  const [speed, phase, date] = train as [ColumnSketch, ColumnSketch, ColumnSketch];
  expect([speed.rows, phase.rows]).toEqual([result.splits.train, result.splits.train]);
  expect(speed.numbers!.moments.count).toBe(speed.rows - speed.missing);
  expect(quantile(speed.numbers!, 0.5)).toBeGreaterThan(80);
  expect(distinctEstimate(phase.distinct!)).toBe(3);
  expect(phase.frequent.values.map(([value]) => value).sort()).toEqual(['Approach', 'Climb', 'Take-off run']);
  expect(date.numbers).toMatchObject({measure: 'seconds', whole: true});
});
