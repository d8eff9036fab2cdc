import * as Flags from '@oclif/core/flags';
import type {BuildResult} from '../lifecycle/build-result.js';
import {buildFlags, optionsOf} from '../ui/build-flags.js';
import {buildResultView} from '../ui/build-view.js';
import {AdlCommand} from '../ui/command.js';

export default class Build extends AdlCommand<BuildResult> {
  static override summary = 'Train many models on the snapshot at once and choose the best.';
  static override description =
    'Worker processes hold the shards of the training rows; the models hop from one to the next. The best by the ' +
    'metric on the validation rows is kept and scored once on the test rows. Flags override adl.yaml.';
  static override examples = [
    {description: 'Build within a time budget.', command: '<%= config.bin %> build --time 10m'},
    {
      description: 'Build so that the same weights come out again, bit for bit.',
      command: '<%= config.bin %> build --trials 8 --seed 1 --workers 2',
    },
  ];
  static override flags = {
    ...buildFlags,
    mlflow: Flags.string({
      description:
        'Tell the MLflow server at this address of the run while it goes on; that of `build.tracking` if left out.',
      helpValue: 'URI',
      env: 'ADL_MLFLOW',
    }),
  };
  protected override readonly afterInterrupt = ['adl build resume', 'adl build show'];

  async run(): Promise<BuildResult> {
    const {flags} = await this.parse(Build);
    const {build} = await import('../lifecycle/build.js');
    const result = await this.followBuild(build(this.host(), {...optionsOf(flags), mlflow: flags.mlflow}));
    this.log(buildResultView(result));
    return result;
  }
}
