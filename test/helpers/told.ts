import type {MlflowServer} from './mlflow-server.js';

/** All that a server was told, without the ids it gave. */
export function told({runs, experiments}: MlflowServer) {
  const names = new Map([...runs.values()].map(({id, tags}) => [id, tags['mlflow.runName']]));
  const each = [...runs.values()].map(({status, end, tags, params, metrics}) => {
    const {'mlflow.parentRunId': parent = '', 'mlflow.runName': name = '', ...rest} = tags;
    return {name, parent: names.get(parent), status, end, tags: rest, params, metrics: [...metrics].sort()};
  });
  return {experiments, runs: each.sort((a, b) => (a.name < b.name ? -1 : 1))};
}
