import {expect, it} from 'vitest';
import {beginSentence, progressSentence, spoken} from '../../../src/ui/dashboard/sentences.js';
import {
  bar,
  bestInWords,
  clock,
  curveInWords,
  oneLine,
  phase,
  timeInWords,
} from '../../../src/ui/dashboard/wording.js';
import {picture, view} from '../../helpers/build-view.js';

it.each([
  [0, '0:00'],
  [7_400, '0:07'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
])('shows %d ms as %s', (milliseconds, text) => {
  expect(clock(milliseconds)).toBe(text);
});

it('says how much of the time is spent and left', () => {
  expect(timeInWords(7_400, 30_000)).toBe('0:07 of 0:30, 0:23 left');
  expect(timeInWords(31_000, 30_000)).toBe('0:31 of 0:30, none left');
  expect(timeInWords(31_000, null)).toBe('0:31 spent, no limit');
});

it('says what goes on', () => {
  expect(phase(picture({view: undefined}))).toBe('reading the snapshot');
  expect(phase(picture())).toBe('training');
  expect(phase(picture({now: view().started + 1e6}))).toBe('scoring the best model on the test rows');
  expect(phase(picture({view: {...view(), paused: '/data/1-1.ckpt'}}))).toBe('paused: no room on the disk');
  expect(phase(picture({stopping: true}))).toBe('stopping');
});

it('says the best and its curve in words', () => {
  expect(bestInWords(view())).toBe('average-precision 0.8123 by trial 7 (mlp), epoch 6');
  expect(curveInWords(view(), 20_000)).toBe('from 0.6000 to 0.8123 in 1 change 0:08 ago; higher is better');
  expect(curveInWords({...view(), curve: []}, 0)).toBe('higher is better');
});

it('draws a share as a bar', () => {
  expect([bar(0.5, 6), bar(2, 6), bar(-1, 6), bar(1, 1)]).toEqual(['[##--]', '[####]', '[----]', '']);
});

it('lets nothing through that a terminal would obey', () => {
  expect(oneLine('a\u001b[2Jb\r\nc\u2028d\u0007')).toBe('a b c d'.replace('a b', 'ab'));
});

it('tells in whole sentences', () => {
  expect(beginSentence(view())).toBe(
    'Run 0001 has up to 30 seconds. The best model is chosen by average-precision, where higher is better.',
  );
  expect(progressSentence(view(), view().started + 20_000)).toBe(
    '20 seconds spent, 10 seconds left. 26 of 36 epochs done. Trials: 2 done, 1 running, 1 waiting, 1 failed. ' +
      'Best: average-precision 0.8123 by trial 7 (mlp), epoch 6; the first was 0.6000.',
  );
  expect(spoken(3_661_000)).toBe('1 hour 1 minute 1 second');
});
