import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {InitResult} from '../lifecycle/init.js';
import {AdlCommand} from '../ui/command.js';
import {initView} from '../ui/init-view.js';

export default class Init extends AdlCommand<InitResult> {
  static override summary = 'Begin a project: a manifest, and with --example real data.';
  static override description = 'Writes nothing over: a folder that holds a project is left as it is.';
  static override examples = [
    {
      description: 'Begin with the Palmer penguins.',
      command: '<%= config.bin %> init penguins --example penguins',
    },
    {description: 'Begin in this folder.', command: '<%= config.bin %> init'},
  ];
  static override args = {dir: Args.string({description: 'The folder; this one if left out.'})};
  static override flags = {
    example: Flags.string({
      description: 'Data to begin with: penguins.',
      helpValue: 'NAME',
      env: 'ADL_EXAMPLE',
    }),
  };

  async run(): Promise<InitResult> {
    const {args, flags} = await this.parse(Init);
    const {init} = await import('../lifecycle/init.js');
    const result = init(this.host(), {folder: args.dir, example: flags.example});
    this.log(initView(result));
    return result;
  }
}
