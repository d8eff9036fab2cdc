import type {StatusResult} from '../lifecycle/status.js';
import {AdlCommand} from '../ui/command.js';
import {statusView} from '../ui/status-view.js';
import {terminalWidth} from '../ui/width.js';

export default class Status extends AdlCommand<StatusResult> {
  static override summary = 'Show which stages are fresh, which are stale, and why.';
  static override description = 'Compares adl.yaml, the data and what was made with the facts in adl.lock.';
  static override examples = [
    {description: 'See what `adl run` would do.', command: '<%= config.bin %> status'},
  ];

  async run(): Promise<StatusResult> {
    await this.parse(Status);
    const {status} = await import('../lifecycle/status.js');
    const result = await status(this.host());
    this.log(statusView(result, terminalWidth()));
    return result;
  }
}
