import {stringify} from 'yaml';

/** The manifest of the good project, with every key. */
export function goodManifest() {
  return {
    project: 'birds',
    source: {
      tables: {table: {uri: 'table.csv'}},
      derive: {double: 'size * 2'},
      drop: ['note'],
      target: 'big',
      columns: {color: {type: 'categorical'}},
      split: {test: 0.2, validation: 0.2, by: 'stratified', seed: 0},
    },
    build: {
      metric: 'roc-auc',
      families: ['linear'],
      search: {algorithm: 'random', trials: 1, epochs: 1},
      budget: {time: '60s'},
      seed: 0,
      workers: 1,
    },
    deploy: {target: 'node-server'},
  };
}

export const goodManifestText = stringify(goodManifest());

/** What the project has in which every stage has run: no keys that a table of other columns would not fit. */
export const templateText = stringify(plain(goodManifest()));

function plain({source: {derive, drop, columns, ...source}, ...rest}) {
  return {...rest, source};
}

/** YAML of the good manifest with some of its sections replaced. */
export function changed(change) {
  const manifest = goodManifest();
  return stringify({...manifest, ...change(manifest)});
}
