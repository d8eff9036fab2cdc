import {expect, it} from 'vitest';
import {softwareDriver} from '../../src/engines/onnxruntime.js';

const mesa = ['libvulkan_lvp.so', 'libvulkan_radeon.so', 'libvulkan_intel.so'];

it.each([
  ['SwiftShader alone', ['libvulkan.so.1.4.309', 'libvk_swiftshader.so', 'libc.so.6'], false, 'SwiftShader'],
  ['SwiftShader alone, which was asked for beside a GPU', ['libvk_swiftshader.so'], true, 'SwiftShader'],
  ['all of Mesa where there is no GPU', mesa, false, 'llvmpipe'],
  ['all of Mesa where there is a GPU', mesa, true, undefined],
  ['llvmpipe beside the driver of NVIDIA', ['libvulkan_lvp.so', 'libGLX_nvidia.so.0'], true, undefined],
  ['no driver', ['libvulkan.so.1', 'libonnxruntime.so.1'], false, undefined],
])('takes %s for what it is', (_what, loaded, isGpuThere, name) => {
  expect(softwareDriver(loaded, isGpuThere)).toBe(name);
});
