import * as Args from '@oclif/core/args';
import type {Told} from '../../lifecycle/build-steer.js';
import {AdlCommand} from '../../ui/command.js';
import {runFlag} from '../../ui/steer-flags.js';
import {toldView} from '../../ui/told-view.js';

export default class BuildStop extends AdlCommand<Told> {
  static override summary = 'Have a run that is going on train a trial no further.';
  static override description =
    'The trial is stopped when its epoch is over; another takes its place where the search has one. Ctrl-C stops a whole run.';
  static override examples = [
    {description: 'Stop trial 7 of the run that is going on.', command: '<%= config.bin %> build stop 7'},
  ];
  static override args = {
    trial: Args.integer({name: 'TRIAL', description: 'The number of the trial.', required: true, min: 1}),
  };
  static override flags = {run: runFlag};

  async run(): Promise<Told> {
    const {args, flags} = await this.parse(BuildStop);
    const {stopTrial} = await import('../../lifecycle/build-steer.js');
    const told = await stopTrial(this.host(), {run: flags.run, trial: args.trial});
    this.log(toldView(told));
    return told;
  }
}
