import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {runAdl} from './adl.js';
import {templateText} from './manifest.js';
import {goodText} from './table.js';

/** Makes a project in which every stage has run, to be copied for each case. @returns its folder */
export async function makeTemplate(entry) {
  const box = mkdtempSync(join(tmpdir(), 'adl-bench-hostile-'));
  const {project, env} = layOut(box);
  writeFileSync(join(project, 'table.csv'), goodText);
  writeFileSync(join(project, 'adl.yaml'), templateText);
  const {status, stderr} = await runAdl(entry, ['run'], {cwd: project, env});
  if (status !== 0) throw new Error(`adl run in the project to be copied ended with ${status}: ${stderr}`);
  return {box, project};
}

/**
 * Folders of one case: the project, a place outside of it where nothing may change, and one for temporary files.
 * @param template the folder of a project to copy; without it the project is empty
 */
export function makeBox(template) {
  const box = mkdtempSync(join(tmpdir(), 'adl-bench-hostile-'));
  const made = layOut(box);
  if (template) cpSync(template, made.project, {recursive: true});
  return {...made, box, remove: () => rmSync(box, {recursive: true, force: true, maxRetries: 3})};
}

function layOut(box) {
  const [project, outside, scratch] = ['project', 'outside', 'tmp'].map((name) => join(box, name));
  for (const folder of [project, join(outside, 'home'), scratch]) mkdirSync(folder, {recursive: true});
  writeFileSync(join(outside, 'canary.txt'), 'left alone\n');
  const env = {
    PATH: process.env.PATH,
    HOME: join(outside, 'home'),
    TMPDIR: scratch,
    LANG: 'C.UTF-8',
    COLUMNS: '100',
  };
  return {project, outside, scratch, env};
}
