import * as Args from '@oclif/core/args';
import type {ReplayResult} from '../../lifecycle/build-replay.js';
import {AdlCommand} from '../../ui/command.js';
import {counted} from '../../ui/figures.js';

export default class BuildReplay extends AdlCommand<ReplayResult> {
  static override summary = 'Do a run again, unit by unit, and check that the same comes out.';
  static override description =
    'Every unit is done again in the order of the journal; every state, every score and the best weights have to be what ' +
    'they were, bit for bit. A run with a time budget, or one that was steered or taken up again, is no exception.';
  static override examples = [
    {description: 'Replay the latest run.', command: '<%= config.bin %> build replay'},
    {description: 'Replay another one.', command: '<%= config.bin %> build replay 0001'},
  ];
  static override args = {
    run: Args.string({name: 'RUN', description: 'The run to do again; the latest if left out.'}),
  };

  async run(): Promise<ReplayResult> {
    const {args} = await this.parse(BuildReplay);
    const {replayBuild} = await import('../../lifecycle/build-replay.js');
    const result = await this.follow(replayBuild(this.host(), {run: args.run}));
    const {run, units, epochs, weights_sha256: weights, seconds} = result;
    this.log(
      `run ${run}: ${counted(units, 'unit')} and ${counted(epochs, 'epoch')} of trials came out the same in ${seconds.toFixed(1)} s\nweights: ${weights}`,
    );
    return result;
  }
}
