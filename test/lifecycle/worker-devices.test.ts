import {describe, expect, it} from 'vitest';
import {cardEnvironments, cardsFor, sharedCards} from '../../src/lifecycle/worker-devices.js';

const cuda = {engine: 'onnxruntime', device: 'cuda'};

/** As `nvidia-smi -L` prints it. */
const four = async () =>
  Array.from({length: 4}, (_, at) => `GPU ${at}: NVIDIA A100-SXM4-40GB (UUID: GPU-0${at}5de1c6)\n`).join('');
const cut = async () => `GPU 0: NVIDIA H100 PCIe (UUID: GPU-48aeb943)
  MIG 3g.40gb     Device  0: (UUID: MIG-ff4c6b90)
  MIG 3g.40gb     Device  1: (UUID: MIG-b4ed7d9e)
GPU 1: NVIDIA H100 PCIe (UUID: GPU-6ff8d24f)
`;
const never = async () => expect.fail('the driver was asked');

describe('the cards of workers', () => {
  it('are all that the driver lists, and of one that is cut into instances these', async () => {
    expect(await cardsFor(cuda, {}, four)).toEqual(['0', '1', '2', '3']);
    expect(await cardsFor(cuda, {}, cut)).toEqual(['MIG-ff4c6b90', 'MIG-b4ed7d9e', '1']);
    expect(await cardsFor(cuda, {}, async () => '')).toEqual([]);
  });

  it.each([
    ['2,0', ['2', '0']],
    ['GPU-48aeb943, 1', ['GPU-48aeb943', '1']],
    ['1,-1,0', ['1']],
    ['-1', []],
    ['', []],
  ])('are those that CUDA_VISIBLE_DEVICES names, where it does: %j', async (visible, cards) => {
    expect(await cardsFor(cuda, {CUDA_VISIBLE_DEVICES: visible}, never)).toEqual(cards);
  });

  it('are none on another device', async () => {
    for (const device of ['cpu', 'webgpu'])
      expect(await cardsFor({engine: 'onnxruntime', device}, {CUDA_VISIBLE_DEVICES: '0'}, never)).toEqual([]);
    expect(await cardsFor({engine: 'tensorflow', device: 'gpu'}, {}, four)).toHaveLength(4);
  });

  it('are one for each, and shared in turn where workers are more, which is said', () => {
    const own = (cards: string[], workers: number) =>
      cardEnvironments(cards, workers).map(({CUDA_VISIBLE_DEVICES}) => CUDA_VISIBLE_DEVICES);
    expect(own(['2', '0', '1'], 2)).toEqual(['2', '0']);
    expect(own(['2', '0'], 5)).toEqual(['2', '0', '2', '0', '2']);
    expect(own([], 2)).toEqual([]);
    expect(sharedCards(['2', '0'], 2)).toBeUndefined();
    expect(sharedCards([], 8)).toBeUndefined();
    expect(sharedCards(['2', '0'], 5)).toBe(
      '5 workers share 2 GPUs in turn, and each waits for the other: `--workers 2` gives each its own',
    );
  });
});
