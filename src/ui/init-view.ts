import type {InitResult} from '../lifecycle/init.js';

/** What was written, and what to type next. */
export function initView({folder, files, example}: InitResult): string {
  const next = [
    ...(folder === '.' ? [] : [`cd ${folder}`]),
    example ? 'adl run' : 'adl source FILE --target COLUMN',
  ];
  return `Wrote ${files.join(', ')}${folder === '.' ? '' : ` in ${folder}`}.\nNext: ${next.join(' && ')}`;
}
