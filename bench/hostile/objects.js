import {goodObjects} from './table.js';

/** The good table as objects, and files made of objects. */
export const good = goodObjects();
export const asArray = (objects) => ({content: JSON.stringify(objects), name: 't.json'});
export const asLines = (objects) => ({
  content: lines(objects.map((one) => JSON.stringify(one))),
  name: 't.ndjson',
});
export const eitherWay = (draws, objects) => draws.pick([asArray, asLines])(objects);
export const changed = (change) => good.map((object, i) => ({...object, ...change(i)}));
/** JSON as text, for what JSON.stringify would not write. */
export const withText = (key, text) =>
  good.map((object, i) => JSON.stringify({...object, [key]: '@'}).replace('"@"', () => text(i)));
export const eitherText = (draws, texts) =>
  draws.pick([
    {content: `[${texts.join(',\n')}]`, name: 't.json'},
    {content: lines(texts), name: 't.ndjson'},
  ]);

export function lines(texts) {
  return texts.map((text) => `${text}\n`).join('');
}
