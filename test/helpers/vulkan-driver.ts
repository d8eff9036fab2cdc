import {existsSync} from 'node:fs';

/** A Vulkan device in software, which Debian's chromium brings. */
export const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Whether what needs it is to be tested: where peers are required, its absence is a failure and no skip. */
export const hasDriver = existsSync(driver) || process.env.ADL_REQUIRE_PEERS === '1';
if (!hasDriver)
  console.warn('webgpu is not tested: apt install chromium libvulkan1 brings a Vulkan driver in software.');
