import {expect, it} from 'vitest';
import {inline, visible} from '../../src/base/inline.js';

it.each([
  ['plain', 'plain'],
  ['it\'s "q" \\ d:\\new', 'it\'s "q" \\ d:\\new'],
  ['new\nline\ttab\u0000nul\u001b[31mred', 'new\\nline\\ttab\\u0000nul\\u001b[31mred'],
  ['😀'.repeat(60), '😀'.repeat(60)],
  ['😀'.repeat(61), `${'😀'.repeat(59)}…`],
])('%j is shown as %j', (text, shown) => {
  expect(inline(text)).toBe(shown);
});

it('writes out what a terminal would obey, and leaves lines as they are', () => {
  expect(visible('two\n\tlines\r\u001b[2J\u0007\u009b1m\u007f')).toBe(
    'two\n\tlines\\u000d\\u001b[2J\\u0007\\u009b1m\\u007f',
  );
});
