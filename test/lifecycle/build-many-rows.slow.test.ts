import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {loadParts} from '../../src/data/batches.js';
import {openDatabase} from '../../src/data/database.js';
import {verifySnapshot} from '../../src/data/snapshot.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {build} from '../../src/lifecycle/build.js';
import {source} from '../../src/lifecycle/source.js';
import {projectPaths} from '../../src/project/paths.js';
import {compilePredictions} from '../../src/train/compile.js';
import {evaluate} from '../../src/train/evaluate.js';
import {predictRows} from '../../src/train/predict.js';
import {rowWidths} from '../../src/train/rows.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, hostIn} from '../helpers/birds.js';
import {loadNetwork} from '../helpers/networks.js';

it('shares validation rows out beyond 200,000, and scores them as one process would', async () => {
  const folder = temporaryFolder();
  const database = await openDatabase();
  await database.run(
    `COPY (SELECT x, CASE WHEN x + sin(i * 7919) > 0.5 THEN 'yes' ELSE 'no' END AS y
      FROM (SELECT i, sin(i * 12.9898) AS x FROM range(1050000) AS rows(i)))
      TO '${join(folder, 'many.parquet')}' (FORMAT parquet)`,
  );
  database.close();
  writeFileSync(
    join(folder, 'adl.yaml'),
    'source: {tables: {many: {uri: many.parquet}}, target: y}\nbuild: {families: [linear], search: {epochs: 1}}\n',
  );
  const host = hostIn(folder);
  const {snapshot} = await finished(source(host, {}));
  const {run, best} = await finished(build(host, {trials: 1, workers: 2, strategy: 'mop'}));
  const paths = projectPaths(folder);
  const {splits} = await verifySnapshot(paths.snapshot(snapshot));
  expect(splits.validation.rows).toBeGreaterThan(200_000);
  const {model, parameters} = loadNetwork(paths.run(run));
  const widths = rowWidths(model.columns);
  const parts = splits.validation.parts.map(({path}) => join(paths.snapshot(snapshot), path));
  const rows = await loadParts(parts, widths);
  const session = await onnxruntime.open(compilePredictions(model));
  const alone = evaluate(model.task, rows.target, await predictRows(session, rows, widths, parameters));
  await session.close();
  for (const [metric, value] of Object.entries(alone))
    expect(best.metrics.validation[metric]).toBeCloseTo(value, 9);
  expect(best.metrics.validation['roc-auc']).toBeGreaterThan(0.8);
});
