import {expect, it} from 'vitest';
import {plot} from '../../../src/ui/dashboard/plot.js';

const steps = [
  {seconds: 2, score: 0.5},
  {seconds: 6, score: 0.75},
  {seconds: 8, score: 1},
];

it('shows what held at each moment, blank before the first', () => {
  expect(plot(steps, {seconds: 10, width: 10, height: 1})).toEqual([' ▁▁▁▁▅▅███']);
});

it('fills all rows with the highest', () => {
  expect(plot(steps, {seconds: 10, width: 5, height: 2})).toEqual(['  ▁██', '▁▁███']);
});

it('leaves room for the differences that come after a bad beginning', () => {
  const late = [{seconds: 0, score: 0.01}, ...steps];
  expect(plot(late, {seconds: 10, width: 10, height: 1})).toEqual(['▁▁▁▁▁▅▅███']);
});

it('is half high where nothing changes, and empty without a step', () => {
  expect(plot([{seconds: 0, score: 0.5}], {seconds: 4, width: 4, height: 1})).toEqual(['▄▄▄▄']);
  expect(plot([], {seconds: 4, width: 4, height: 1})).toEqual(['    ']);
});
