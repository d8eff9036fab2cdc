import {damaged} from './bytes.js';
import {goodManifest, goodManifestText} from './manifest.js';

/** Files that are no manifest, or hardly one. */
export const manifestTextCases = {
  'manifest damaged': (draws) => ({...asText(damaged(draws, Buffer.from(goodManifestText)))}),
  'manifest of signs of YAML': (draws) => ({
    text: draws.text(
      [
        'source:',
        ' ',
        '  ',
        '\n',
        '- ',
        '[',
        ']',
        '{',
        '}',
        '&a ',
        '*a',
        '!!',
        '|',
        '>',
        '"',
        "'",
        '#',
        '? ',
        ': ',
        'target: big',
        '---\n',
        '...\n',
        '<<',
        '%',
        '@',
        '\t',
      ],
      draws.between(1, 60),
    ),
  }),
  'manifest that unfolds': (draws) => {
    const levels = draws.pick([4, 9, 30]);
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i <= levels; i += 1)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const where = draws.pick(['drop', 'families']);
    return {
      text: `${bomb.join('\n')}\nsource: {${where}: *a${levels}}\n`,
      about: `${levels} levels`,
      expect: 'refused',
    };
  },
  'manifest that refers to itself': (draws) => ({
    text: draws.pick([
      `!!foo\n${goodManifestText}`,
      '&a\nsource: *a\n',
      'source: &a\n  tables: *a\n',
      '&a [*a]\n',
      'source: &a {target: big, tables: {t: &b {uri: *b}}}\n',
      'source: *a\n',
      'a: &a b\n*a : c\n',
      'source: &s {<<: *s}\n',
      '<<: 1\n',
      '<<: [1, 2]\n',
      'source: {<<: {target: big}, tables: {t: {uri: table.csv}}}\n',
    ]),
  }),
  'manifest of another shape': (draws) => {
    const [about, text] = draws.pick([
      ...[
        ['nothing', ''],
        ['spaces', '   \n'],
        ['a comment', '# nothing\n'],
        ['null', 'null\n'],
        ['text', 'source\n'],
        ['a list', '- source\n'],
        ['a number', '1\n'],
      ],
      ...[
        ['two documents', `${goodManifestText}---\n${goodManifestText}`],
        ['nul', '\0'],
        ['an end mark', '...\n'],
        ['a directive', `%YAML 9.9\n---\n${goodManifestText}`],
      ],
      ...[
        ['tabs', goodManifestText.replaceAll('  ', '\t')],
        ['keys twice', goodManifestText + goodManifestText],
        ['braces', '{'.repeat(30)],
      ],
      ...[
        ['deep', '['.repeat(20_000)],
        ['deep maps', `${'{a: '.repeat(3000)}1${'}'.repeat(3000)}`],
        ['a merge conflict', `<<<<<<< HEAD\n${goodManifestText}=======\n>>>>>>> x\n`],
      ],
      ...[
        ['python', '!!python/object/apply:os.system ["id"]\n'],
        ['a complex key', '? {a: 1}\n: 2\n'],
        ['a number as key', '1: 2\n'],
        ['null as key', '~: 1\n'],
        ['sources', 'source: []\n'],
      ],
      ...[
        ['xml', '<a/>\n'],
        ['a long line', `source: ${'x'.repeat(3_000_000)}\n`],
        ['many keys', Array.from({length: 20_000}, (_, i) => `k${i}: 1\n`).join('')],
        ['source twice', `${goodManifestText}source: {}\n`],
      ],
    ]);
    return {text, about, expect: 'refused'};
  },
  'manifest in another encoding': (draws) => {
    const text = goodManifestText.replace('birds', 'vögel');
    const [about, bytes, expect] = draws.pick([
      ['utf-8 with a mark', Buffer.from(`\ufeff${text}`), 'accepted'],
      ['utf-16', Buffer.from(`\ufeff${text}`, 'utf16le'), undefined],
      ['latin1', Buffer.from(text, 'latin1'), undefined],
      ['crlf', Buffer.from(text.replaceAll('\n', '\r\n')), 'accepted'],
      ['cr', Buffer.from(text.replaceAll('\n', '\r')), undefined],
      ['json', Buffer.from(JSON.stringify(goodManifest())), 'accepted'],
    ]);
    return {text: bytes, about, ...(expect ? {expect} : {})};
  },
};

function asText({content, about}) {
  return {text: content, about};
}
