import * as Flags from '@oclif/core/flags';
import type {BuildView} from '../../lifecycle/build-show.js';
import {buildShowView} from '../../ui/build-view.js';
import {AdlCommand} from '../../ui/command.js';
import {terminalWidth} from '../../ui/width.js';

export default class BuildShow extends AdlCommand<BuildView> {
  static override summary = 'Show a run: its trials, their metrics, and how far it is.';
  static override description =
    'Reads the journal of the run and nothing else, so it works while the run goes on and after it.';
  static override examples = [{description: 'Show the latest run.', command: '<%= config.bin %> build show'}];
  static override flags = {
    run: Flags.string({
      description: 'The run to show; the latest if left out.',
      helpValue: 'ID',
      env: 'ADL_RUN',
    }),
  };

  async run(): Promise<BuildView> {
    const {flags} = await this.parse(BuildShow);
    const {showBuild} = await import('../../lifecycle/build-show.js');
    const view = await showBuild(this.host(), {run: flags.run});
    this.log(buildShowView(view, terminalWidth()));
    return view;
  }
}
