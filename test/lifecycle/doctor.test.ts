import {expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';

it('opens every device for real, and says what to type for those that do not open', () => {
  const {status, stdout} = adl(['doctor', '--json'], {cwd: temporaryFolder()});
  expect(status).toBe(0);
  const {result} = JSON.parse(stdout) as {result: {node: string; devices: Record<string, unknown>[]}};
  expect(result.node).toBe(process.version);
  const named = result.devices.map(({engine, device}) => `${engine} ${device}`);
  expect(named).toEqual([
    ...['onnxruntime cpu', 'onnxruntime webgpu', 'onnxruntime cuda', 'reference cpu'],
    ...['tensorflow gpu', 'tensorflow native', 'tensorflow wasm', 'tensorflow cpu'],
  ]);
  const working = result.devices.filter(({works}) => works).map(({engine, device}) => `${engine} ${device}`);
  expect(working).toEqual(
    expect.arrayContaining(['onnxruntime cpu', 'reference cpu', 'tensorflow wasm', 'tensorflow cpu']),
  );
  for (const {works, reason, remedy} of result.devices)
    if (!works)
      expect([reason, remedy]).toEqual([
        expect.stringMatching(/\w{3}/),
        expect.stringMatching(/\binstall\b/),
      ]);
});
