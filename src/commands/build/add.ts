import * as Flags from '@oclif/core/flags';
import type {Told} from '../../lifecycle/build-steer.js';
import {AdlCommand} from '../../ui/command.js';
import {runFlag, setFlag} from '../../ui/steer-flags.js';
import {toldView} from '../../ui/told-view.js';

export default class BuildAdd extends AdlCommand<Told> {
  static override summary = 'Have a run that is going on train one more configuration.';
  static override description =
    "It is the family's default, with the values that --set gives, and begins when some trial's epoch is over.";
  static override examples = [
    {
      description: 'Add a wider network.',
      command: '<%= config.bin %> build add --family mlp --set units=256 --set learning-rate=1e-3',
    },
  ];
  static override flags = {
    family: Flags.string({description: 'The model family.', helpValue: 'NAME', required: true}),
    set: setFlag,
    run: runFlag,
  };

  async run(): Promise<Told> {
    const {flags} = await this.parse(BuildAdd);
    const {addTrial} = await import('../../lifecycle/build-steer.js');
    const {run, family, set = []} = flags;
    const told = await addTrial(this.host(), {run, family, set});
    this.log(toldView(told));
    return told;
  }
}
