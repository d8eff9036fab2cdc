import {describe, expect, it} from 'vitest';
import {renderService, type ServiceFiles} from '../../src/serving/render.js';
import {targets} from '../../src/serving/targets/registry.js';

describe.each(Object.entries(targets))('target %s', (name, target) => {
  const model = Buffer.from('a model');
  const render = (): Promise<ServiceFiles> => renderService({name, target}, target.example, model);

  it('says in a sentence what it is', () => {
    expect(target.summary).toMatch(/^[A-Z].*\.$/);
  });

  it('fills every blank and writes the model beside its signature', async () => {
    const files = await render();
    for (const [path, content] of files)
      if (!path.endsWith('.js') && !path.endsWith('.onnx'))
        expect(content.toString(), path).not.toMatch(/\{\{|\}\}/);
    expect(files.get(`${target.modelFolder}/model.onnx`)).toBe(model);
    const signature = JSON.parse(String(files.get(`${target.modelFolder}/signature.json`)));
    expect(signature).toEqual(target.example.signature);
  });

  it('writes JSON that is JSON, whatever the model is called', async () => {
    const odd = 'A "quoted" \\ name\nin two lines, | and `ticks`';
    const facts = {...target.example, signature: {...target.example.signature, name: odd}};
    for (const [path, content] of await renderService({name, target}, facts, model))
      if (path.endsWith('.json')) expect(() => JSON.parse(String(content)), path).not.toThrow();
  });

  it('writes the same files for the same model', async () => {
    expect([...(await render())]).toEqual([...(await render())]);
  });

  it('says what to type next', () => {
    expect(target.next('service')[0]).toBe('cd service');
  });
});
