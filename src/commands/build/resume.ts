import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {BuildResult} from '../../lifecycle/build-result.js';
import {buildResultView} from '../../ui/build-view.js';
import {AdlCommand} from '../../ui/command.js';
import {wholeNumber} from '../../ui/flags.js';

export default class BuildResume extends AdlCommand<BuildResult> {
  static override summary = 'Go on with a run that was told to stop, or was killed.';
  static override description =
    'What is done is not done again. With as many workers as before, and without a time budget, the run comes to the ' +
    'same weights, bit for bit, as if nothing had happened.';
  static override examples = [
    {description: 'Go on with the latest run.', command: '<%= config.bin %> build resume'},
    {
      description: 'Go on with other workers.',
      command: '<%= config.bin %> build resume --workers 4',
    },
  ];
  static override args = {
    run: Args.string({name: 'RUN', description: 'The run to go on with; the latest if left out.'}),
  };
  static override flags = {
    workers: wholeNumber({
      description: 'How many worker processes; as many as before if left out.',
      helpValue: 'N',
      min: 1,
      env: 'ADL_WORKERS',
    }),
    force: Flags.boolean({
      description: 'Go on although the data, adl or its libraries are not what they were.',
    }),
  };
  protected override readonly afterInterrupt = ['adl build resume', 'adl build show'];

  async run(): Promise<BuildResult> {
    const {args, flags} = await this.parse(BuildResume);
    const {resumeBuild} = await import('../../lifecycle/build-resume.js');
    const {workers, force} = flags;
    const result = await this.followBuild(resumeBuild(this.host(), {run: args.run, workers, force}));
    this.log(buildResultView(result));
    return result;
  }
}
