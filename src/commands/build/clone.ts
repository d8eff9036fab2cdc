import * as Args from '@oclif/core/args';
import type {Told} from '../../lifecycle/build-steer.js';
import {AdlCommand} from '../../ui/command.js';
import {runFlag, setFlag} from '../../ui/steer-flags.js';
import {toldView} from '../../ui/told-view.js';

export default class BuildClone extends AdlCommand<Told> {
  static override summary = 'Have a run that is going on train a copy of a trial on, with other values.';
  static override description =
    "The copy begins with the trial's weights when its epoch is over. One that has been trained to its end goes on for as many epochs again.";
  static override examples = [
    {
      description: 'Go on from trial 7 with a smaller learning rate.',
      command: '<%= config.bin %> build clone 7 --set learning-rate=1e-4',
    },
  ];
  static override args = {
    trial: Args.integer({name: 'TRIAL', description: 'The number of the trial.', required: true, min: 1}),
  };
  static override flags = {set: setFlag, run: runFlag};

  async run(): Promise<Told> {
    const {args, flags} = await this.parse(BuildClone);
    const {cloneTrial} = await import('../../lifecycle/build-steer.js');
    const {run, set = []} = flags;
    const told = await cloneTrial(this.host(), {run, trial: args.trial, set});
    this.log(toldView(told));
    return told;
  }
}
