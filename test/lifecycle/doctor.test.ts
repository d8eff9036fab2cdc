import {expect, it} from 'vitest';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {driver, hasDriver} from '../helpers/vulkan-driver.js';

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
        // A line for a shell: what is not a command stands behind a `#`.
        expect.stringMatching(
          /^(sudo (apt|dnf) install [\w -]+|(npm install|node) [\w@/.-]+( --[\w-]+)?)( {2}# .+)?$/,
        ),
      ]);
});

it.runIf(hasDriver)('takes no software for a GPU', () => {
  const options = {cwd: temporaryFolder(), env: {VK_DRIVER_FILES: driver}};
  const {result} = JSON.parse(adl(['doctor', '--json'], options).stdout);
  expect(result.devices).toContainEqual({
    ...{engine: 'onnxruntime', device: 'webgpu', works: true},
    software: 'SwiftShader',
  });
  expect(adl(['doctor'], options).stdout).toContain(
    'onnxruntime  webgpu  works, but in software: SwiftShader on processors, no GPU\n',
  );
});
