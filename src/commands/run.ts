import type {RunResult} from '../lifecycle/run.js';
import type {ValidateResult} from '../lifecycle/source-rules.js';
import {AdlCommand} from '../ui/command.js';
import {runView} from '../ui/status-view.js';
import {validateView} from '../ui/validate-view.js';
import {terminalWidth} from '../ui/width.js';

export default class Run extends AdlCommand<RunResult> {
  static override summary = 'Run every stale stage, in order.';
  static override description = 'Source, build and deploy, each only when `adl status` calls it stale.';
  static override examples = [
    {description: 'Bring everything up to date.', command: '<%= config.bin %> run'},
  ];

  async run(): Promise<RunResult> {
    await this.parse(Run);
    const lifecycle = await import('../lifecycle/run.js');
    const result = await this.follow(lifecycle.run(this.host()));
    this.log(runView(result, terminalWidth()));
    return result;
  }

  protected override viewOfFailure(result: object): string {
    return validateView(result as ValidateResult, terminalWidth());
  }
}
